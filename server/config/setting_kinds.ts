/**
 * Parsers of the settings. Each returns a value, or the rest of a sentence that
 * begins with the setting's name.
 *
 * @module
 */
import { type Cidr, parseCidr } from "../net/cidr.ts";
import { parseIp } from "../net/ip_address.ts";
import type { PortRange } from "../net/port_range.ts";
import { Secret } from "../secret.ts";

/** Result of a parser; `problem` continues "NAME ...". */
export type SettingParseResult<T> = { readonly value: T } | {
  readonly problem: string;
};

/** Parser of one kind of value. */
export interface SettingParser<T> {
  /** Parses the text of a setting. */
  parse(text: string): SettingParseResult<T>;
  /** Whether problems must not show the text. */
  readonly isSecret?: boolean;
}

/** Parser of a whole number from `min` to `max`. */
export function integerBetween(
  min: number,
  max: number,
): SettingParser<number> {
  return {
    parse(text) {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max
        ? { value }
        : { problem: `must be a whole number in ${min}..${max}` };
    },
  };
}

/** Parser of a whole number from `min` to `max`, or `off` for null. */
export function integerOrOff(
  min: number,
  max: number,
): SettingParser<number | null> {
  const { parse } = integerBetween(min, max);
  return {
    parse(text) {
      if (text === "off") return { value: null };
      const result = parse(text);
      return "value" in result
        ? result
        : { problem: `${result.problem} or off` };
    },
  };
}

/** Parser of one of several words. */
export function oneOf<const T extends string>(...words: T[]): SettingParser<T> {
  return {
    parse(text) {
      const value = words.find((word) => word === text);
      return value === undefined
        ? { problem: `must be ${joinAlternatives(words)}` }
        : { value };
    },
  };
}

/** Parser of any text, such as a path. */
export const textParser: SettingParser<string> = {
  parse: (value) => ({ value }),
};

/** Parser of a text that must not be printed. */
export const secretParser: SettingParser<Secret> = {
  parse: (value) => ({ value: new Secret(value) }),
  isSecret: true,
};

const MIN_TOKEN_LENGTH = 16;

/** Parser of a secret that programs send in a header (RFC 6750 section 2.1). */
export const tokenParser: SettingParser<Secret> = {
  parse(text) {
    return text.length >= MIN_TOKEN_LENGTH && /^[\w.~+/-]+=*$/.test(text)
      ? { value: new Secret(text) }
      : {
        problem:
          `must have at least ${MIN_TOKEN_LENGTH} letters, digits or -._~+/, such as the output of \`openssl rand -hex 16\``,
      };
  },
  isSecret: true,
};

/** Parser of the URL of a Redis server, which can contain a password. */
export const redisUrlParser: SettingParser<Secret> = {
  parse(text) {
    const isUrl = /^rediss?:\/\/[^/?#]*[^/?#@](\/\d{0,3})?$/.test(text) &&
      URL.canParse(text);
    return isUrl ? { value: new Secret(text) } : {
      problem: "must be a URL such as redis://user:password@host:6379/0",
    };
  },
  isSecret: true,
};

const HOST_NAME =
  /^(?=.{1,253}$)[\p{L}\p{M}\p{N}_-]{1,63}(\.[\p{L}\p{M}\p{N}_-]{1,63})*$/u;

/**
 * Parser of a host name or address without scheme or port. The value has the
 * form of a URL's host, except that an IPv6 address has no brackets.
 */
export const hostParser: SettingParser<string> = {
  parse(text) {
    const value = parseHost(text);
    return value === null
      ? {
        problem: "must be a host name or an address, without scheme and port",
      }
      : { value };
  },
};

function parseHost(text: string): string | null {
  const bare = text.startsWith("[") && text.endsWith("]")
    ? text.slice(1, -1)
    : text;
  const ip = parseIp(bare);
  if (ip !== null) return ip;
  if (!HOST_NAME.test(text) || /^[\d.]+$/.test(text)) return null;
  const url = `http://${text}`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}

/** Parser of a name that a public certificate can have. */
export const domainParser: SettingParser<string> = {
  parse(text) {
    if (text.startsWith("*.")) {
      return {
        problem:
          "must list each name: a wildcard needs dns-01, which is not supported",
      };
    }
    const name = parseHost(text.replace(/\.$/, ""));
    if (name !== null && parseIp(name) !== null) {
      return { problem: "must list names: an address gets no certificate" };
    }
    return name !== null && name.includes(".") && !name.includes("_")
      ? { value: name }
      : { problem: "must list host names such as call.example.com" };
  },
};

/** Parser of a mail address. */
export const emailParser: SettingParser<string> = {
  parse: (text) =>
    /^[^\s@,?:]{1,64}@[^\s@,?:]{1,253}$/.test(text)
      ? { value: text }
      : { problem: "must be one mail address such as ops@example.com" },
};

/** Parser of the URL of a service. */
export const httpsUrlParser: SettingParser<string> = {
  parse(text) {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url?.protocol === "https:" && !/[@#]/.test(text)
      ? { value: url.href }
      : { problem: "must be a URL that begins with https://" };
  },
};

/** Parser of a secret shared with another program, of the length of its HMAC. */
export const hmacSecretParser: SettingParser<Secret> = {
  parse: (text) =>
    text.length >= 32 ? { value: new Secret(text) } : {
      problem:
        "must have at least 32 characters, such as the output of `openssl rand -hex 32`",
    },
  isSecret: true,
};

/** Parser of the URL of a service of the operator, in any network. */
export const httpUrlParser: SettingParser<string> = {
  parse(text) {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && /^https?:$/.test(url.protocol) && !/[@#]/.test(text)
      ? { value: url.href }
      : { problem: "must be a URL that begins with https:// or http://" };
  },
};

/** A file, or a URL that is fetched. */
export type FileOrUrl =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "url"; readonly url: string };

/** Parser of a path, or of a URL: https, or http of this machine. */
export const fileOrUrlParser: SettingParser<FileOrUrl> = {
  parse(text) {
    if (!/^[a-z][a-z+.-]*:\/\//i.test(text)) {
      return { value: Object.freeze({ kind: "file", path: text }) };
    }
    return isFetchable(text)
      ? { value: Object.freeze({ kind: "url", url: new URL(text).href }) }
      : {
        problem:
          "must be a path or a URL that begins with https:// (http:// for this machine only)",
      };
  },
};

const THIS_MACHINE = /^(localhost|127\.0\.0\.1|\[::1\])$/;

function isFetchable(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && !/[@#]/.test(text) &&
    (url.protocol === "https:" ||
      (url.protocol === "http:" && THIS_MACHINE.test(url.hostname)));
}

/** Parser of an address to listen on or to announce. */
export const addressParser: SettingParser<string> = {
  parse(text) {
    const value = parseIp(text);
    return value !== null
      ? { value }
      : { problem: "must be an IPv4 or IPv6 address" };
  },
};

/** Parser of a range of addresses. */
export const cidrParser: SettingParser<Cidr> = {
  parse(text) {
    const value = parseCidr(text);
    return value
      ? { value }
      : { problem: "must list addresses or ranges such as 10.0.0.0/8" };
  },
};

/** Parser of a comma list; ignores spaces around entries, and empty entries. */
export function listOf<T>(
  parser: SettingParser<T>,
): SettingParser<readonly T[]> {
  return {
    parse(text) {
      const values: T[] = [];
      for (const part of text.split(",")) {
        if (part.trim() === "") continue;
        const result = parser.parse(part.trim());
        if ("problem" in result) {
          return {
            problem: `${result.problem} (see ${quoteValue(part.trim())})`,
          };
        }
        values.push(result.value);
      }
      return { value: Object.freeze(values) };
    },
  };
}

/** Parser of two ports with a hyphen between them: `49152-65535`. */
export const portRangeParser: SettingParser<PortRange> = {
  parse(text) {
    const match = /^(\d{1,5})-(\d{1,5})$/.exec(text);
    const first = Number(match?.[1]);
    const last = Number(match?.[2]);
    return first >= 1 && first <= last && last <= 65_535
      ? { value: Object.freeze({ first, last }) }
      : { problem: "must be two ports such as 49152-65535, the lower first" };
  },
};

const ICE_URL =
  /^(stuns?|turns?):(\[[0-9a-fA-F:.]+\]|[^[\]:?/@#\s]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/;

/** Parser of a `stun:` or `stuns:` URI (RFC 7064 §3.1). */
export const stunUrlParser: SettingParser<string> = {
  parse: (text) =>
    isIceUrl(text, "stun") && !text.includes("?") ? { value: text } : {
      problem: "must list URLs such as stun:stun.example.com:3478",
    },
};

/** Parser of a `turn:` or `turns:` URI (RFC 7065 §3.1). */
export const turnUrlParser: SettingParser<string> = {
  parse: (text) =>
    isIceUrl(text, "turn") ? { value: text } : {
      problem:
        "must list URLs such as turn:turn.example.com:3478?transport=udp",
    },
};

function isIceUrl(text: string, scheme: "stun" | "turn"): boolean {
  const [, found, name = "", port = "3478"] = ICE_URL.exec(text) ?? [];
  return (found === scheme || found === `${scheme}s`) &&
    parseHost(name) !== null && Number(port) >= 1 && Number(port) <= 65_535;
}

/** Origins whose pages may open `/socket`: the server's own, listed ones, or any. */
export type OriginPolicy =
  | { readonly kind: "same" }
  | { readonly kind: "any" }
  | { readonly kind: "list"; readonly origins: readonly string[] };

/** Parser of `*`, or of a comma list of origins such as `https://example.com`. */
export const originsParser: SettingParser<OriginPolicy> = {
  parse(text) {
    if (text.trim() === "*") return { value: { kind: "any" } };
    const result = listOf(originParser).parse(text);
    if ("problem" in result) return result;
    return { value: Object.freeze({ kind: "list", origins: result.value }) };
  },
};

/** Origins whose pages may show a call in a frame: nobody's, listed ones, or any. */
export type EmbedPolicy =
  | { readonly kind: "none" }
  | Exclude<OriginPolicy, { readonly kind: "same" }>;

/** Parser of the same list for `frame-ancestors`, whose grammar has no IPv6 (CSP Level 3, section 2.3.1). */
export const embedOriginsParser: SettingParser<EmbedPolicy> = {
  parse(text) {
    const result = originsParser.parse(text);
    if ("problem" in result) return result;
    const { value } = result;
    if (value.kind === "same") return { value: { kind: "none" } };
    return value.kind === "list" && value.origins.some((o) => o.includes("["))
      ? {
        problem:
          "must list origins with a host name or an IPv4 address: a browser knows no others here",
      }
      : { value };
  },
};

/** A host that a page can have: no pattern, and no empty label. */
const MATCHABLE_HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)$/;

const originParser: SettingParser<string> = {
  parse(text) {
    const url = URL.canParse(text) ? new URL(text) : null;
    const isHttp = url !== null && /^https?:$/.test(url.protocol);
    if (isHttp && !MATCHABLE_HOST.test(url.hostname)) {
      return {
        problem:
          "must list whole origins such as https://example.com: a pattern matches no page",
      };
    }
    const isOrigin = isHttp && url.pathname === "/" && !/[?#@]/.test(text);
    return isOrigin
      ? { value: url.origin }
      : { problem: "must be * or list origins such as https://example.com" };
  },
};

/** Host names by which the server may be used: private and own ones, listed ones, or any. */
export type AllowedHosts =
  | { readonly kind: "default" }
  | { readonly kind: "any" }
  | { readonly kind: "list"; readonly hosts: readonly string[] };

/** Parser of `*`, or of a comma list of host names such as `*.example.com`. */
export const hostsParser: SettingParser<AllowedHosts> = {
  parse(text) {
    if (text.trim() === "*") return { value: { kind: "any" } };
    const result = listOf(hostPatternParser).parse(text);
    if ("problem" in result) return result;
    return { value: Object.freeze({ kind: "list", hosts: result.value }) };
  },
};

const hostPatternParser: SettingParser<string> = {
  parse(text) {
    const prefix = text.startsWith("*.") ? "*." : "";
    const name = parseHost(text.slice(prefix.length));
    return name === null || name.includes(":")
      ? {
        problem:
          "must be * or list host names such as call.example.com or *.example.com, without scheme and port",
      }
      : { value: prefix + name };
  },
};

/** Formats a value in quotes, with control characters escaped, cut at 80 characters. */
export function quoteValue(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text);
}

function joinAlternatives(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
