/**
 * Checks of settings that depend on each other.
 *
 * @module
 */
import type { SettingValues } from "./settings.ts";

/** Sentences about settings that contradict or need each other. */
export function checkCombinations(
  values: SettingValues,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const problems: string[] = [];
  const hasCert = values.TLS_CERT !== undefined;
  const hasKey = values.TLS_KEY !== undefined;
  if (hasCert !== hasKey) {
    problems.push(
      `TLS_${
        hasCert ? "KEY" : "CERT"
      } is missing: a certificate needs both TLS_CERT and TLS_KEY`,
    );
  } else if (values.TLS === "files" && !hasCert) {
    problems.push("TLS is files: it needs both TLS_CERT and TLS_KEY");
  }
  if (env.TLS && values.TLS !== "files" && hasCert && hasKey) {
    problems.push(
      `TLS is ${values.TLS}: remove TLS_CERT and TLS_KEY, or set TLS to files`,
    );
  }
  problems.push(...checkAcme(values, env), ...checkIcePorts(values, env));
  problems.push(...checkJwt(values));
  if (
    (values.WEBHOOK_URL ?? "") !== "" && values.WEBHOOK_SECRET === undefined
  ) {
    problems.push("WEBHOOK_URL is set without WEBHOOK_SECRET");
  } else if (values.WEBHOOK_URL === undefined && values.WEBHOOK_SECRET) {
    problems.push("WEBHOOK_SECRET is set without WEBHOOK_URL");
  }
  const hasName = values.TURN_USERNAME !== undefined;
  const hasCredential = values.TURN_CREDENTIAL !== undefined;
  if (hasName !== hasCredential) {
    problems.push(
      `TURN_${
        hasName ? "CREDENTIAL" : "USERNAME"
      } is missing: static credentials need both TURN_USERNAME and TURN_CREDENTIAL`,
    );
  } else if (hasName && values.TURN_SECRET !== undefined) {
    problems.push(
      "TURN_SECRET cannot be combined with TURN_USERNAME and TURN_CREDENTIAL: set one or the other",
    );
  }
  const external = values.EXTERNAL_IP ?? [];
  const v6 = external.filter((ip) => ip.includes(":")).length;
  if (v6 > 1 || external.length - v6 > 1) {
    problems.push("EXTERNAL_IP takes at most one IPv4 and one IPv6 address");
  }
  return problems;
}

/** One number for the page, STUN and TURN. */
function checkIcePorts(
  values: SettingValues,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const { PORT, ICE_PORT, ICE_TLS_PORT } = values;
  const problems: string[] = [];
  const isOnePort = values.ONE_PORT === "on";
  if (values.ICE === "off") {
    return isOnePort ? ["ONE_PORT is on, but ICE is off: remove one"] : [];
  }
  for (const name of ["ICE_PORT", "ICE_TLS_PORT"] as const) {
    if (isOnePort && env[name] && values[name] !== PORT) {
      problems.push(
        `ONE_PORT is on, but ${name} is ${values[name]}: remove one of them`,
      );
    }
  }
  const sharing = isOnePort
    ? "ONE_PORT"
    : ICE_PORT === PORT && PORT !== 0
    ? "ICE_PORT"
    : null;
  if (sharing !== null && values.TLS === "off") {
    problems.push(
      `${sharing} shares the port of the page, but TLS is off: a reverse proxy passes no STUN or TURN, so ICE_PORT needs another number`,
    );
  }
  if (
    !isOnePort && ICE_PORT === ICE_TLS_PORT && ![0, PORT].includes(ICE_PORT)
  ) {
    problems.push(
      `ICE_PORT and ICE_TLS_PORT are both ${ICE_PORT}: only the port of the page serves TURN over TCP and over TLS`,
    );
  }
  return problems;
}

/** Names of a certificate; Let's Encrypt takes no more. */
const MAX_ACME_DOMAINS = 100;

function checkAcme(
  values: SettingValues,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const problems: string[] = [];
  const domains = values.ACME_DOMAIN ?? [];
  if (domains.length > MAX_ACME_DOMAINS) {
    problems.push(`ACME_DOMAIN takes at most ${MAX_ACME_DOMAINS} names`);
  }
  if (domains.length === 0) {
    for (const name of ["ACME_EMAIL", "ACME_DIRECTORY"]) {
      if (env[name]) problems.push(`${name} is set without ACME_DOMAIN`);
    }
  } else if (values.TLS_CERT !== undefined || values.TLS_KEY !== undefined) {
    problems.push(
      "ACME_DOMAIN cannot be combined with TLS_CERT and TLS_KEY: set one or the other",
    );
  } else if (values.TLS === "off") {
    problems.push(
      "ACME_DOMAIN is set, but TLS is off: behind a reverse proxy the proxy gets the certificate",
    );
  } else if (values.HTTP_PORT === null) {
    problems.push(
      "ACME_DOMAIN is set, but HTTP_PORT is off: the directory connects to port 80",
    );
  }
  const httpPort = values.HTTP_PORT ?? (domains.length > 0 ? 80 : 0);
  if (httpPort !== 0 && httpPort === values.PORT) {
    problems.push(
      `HTTP_PORT and PORT are both ${httpPort}: the page needs a port of its own`,
    );
  }
  if (values.HTTP_PORT && values.TLS === "off") {
    problems.push(
      "HTTP_PORT is set, but TLS is off: there is no https to redirect to",
    );
  }
  return problems;
}

function checkJwt(values: SettingValues): string[] {
  const { JWT_SECRET: secret, JWT_JWKS: keySet } = values;
  if (secret !== undefined && keySet !== undefined) {
    return [
      "JWT_SECRET cannot be combined with JWT_JWKS: set the one of your application",
    ];
  }
  if (secret !== undefined || keySet !== undefined) return [];
  return (["JWT_ISSUER", "JWT_AUDIENCE"] as const)
    .filter((name) => values[name] !== undefined)
    .map((name) => `${name} is set without JWT_SECRET or JWT_JWKS`);
}
