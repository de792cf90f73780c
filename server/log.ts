/**
 * The log: levels, text or JSON lines, one sink. Control characters are escaped.
 * The query, fragment and user of a URL are removed, because they may contain
 * secrets.
 *
 * @module
 */

/** Levels, least urgent first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/** Level of a message. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Fields of a message; an `Error` is shown with its stack. */
export type LogFields = Readonly<Record<string, unknown>>;

/** One function per level; `message` is a sentence without a final period. */
export type Log = Readonly<
  Record<LogLevel, (message: string, fields?: LogFields) => void>
>;

/** Level, format and sink of a log. */
export interface LogOptions {
  /** Messages below this level are dropped. */
  readonly level: LogLevel;
  /** `text` for people, `json` for one object per line. */
  readonly format: "text" | "json";
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: () => number;
  /** Writes one line, given without its line end. */
  readonly write: (line: string) => void;
}

const MAX_VALUE_CHARS = 4096;

/** Creates a log. */
export function createLog(options: LogOptions): Log {
  const minLevel = LOG_LEVELS.indexOf(options.level);
  const formatLine = options.format === "json"
    ? formatJsonLine
    : formatTextLine;
  const at =
    (level: LogLevel) => (message: string, fields: LogFields = {}): void => {
      if (LOG_LEVELS.indexOf(level) < minLevel) return;
      const time = new Date(options.nowMs()).toISOString();
      options.write(formatLine(time, level, message, fields));
    };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
  };
}

/** A log that drops everything. */
export const silentLog: Log = createLog({
  level: "error",
  format: "text",
  nowMs: () => 0,
  write: () => {},
});

function formatJsonLine(
  time: string,
  level: LogLevel,
  message: string,
  fields: LogFields,
): string {
  const base = { time, level, message: redactUrls(message) };
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    rest[name in base ? `${name}_` : name] =
      typeof value === "number" || typeof value === "boolean" || value === null
        ? value
        : formatValue(value);
  }
  return JSON.stringify({ ...base, ...rest });
}

function formatTextLine(
  time: string,
  level: LogLevel,
  message: string,
  fields: LogFields,
): string {
  const head = [
    time,
    level.toUpperCase().padEnd(5),
    escapeControlCharacters(redactUrls(message)),
  ];
  const tail: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const text = formatValue(value);
    if (value instanceof Error) {
      tail.push(
        ...text.split("\n").map((row) =>
          `\n    ${escapeControlCharacters(row)}`
        ),
      );
    } else {
      head.push(`${name}=${/[\s"=]/.test(text) ? JSON.stringify(text) : text}`);
    }
  }
  return escapeControlCharacters(head.join(" ")) + tail.join("");
}

function formatValue(value: unknown): string {
  let text: string;
  if (value instanceof Error) {
    text = value.stack ?? String(value);
    if (value.cause !== undefined) {
      text += `\ncaused by ${formatValue(value.cause)}`;
    }
  } else if (typeof value === "object" && value !== null) {
    text = value instanceof URL ? value.href : stringifyOrDescribe(value);
  } else {
    text = String(value);
  }
  const clean = redactUrls(text);
  return clean.length > MAX_VALUE_CHARS
    ? `${clean.slice(0, MAX_VALUE_CHARS)}...`
    : clean;
}

function stringifyOrDescribe(value: object): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** Escapes control characters, and those that reorder or hide text, as `\u....`. */
function escapeControlCharacters(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const URL_USERINFO = /([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@]*@/gi;
const URL_QUERY =
  /((?:[a-z][a-z0-9+.-]{0,20}:\/\/|\/)[^\s?#"']{0,2000})[?#][^\s"')]*/gi;

function redactUrls(text: string): string {
  return text.replace(URL_USERINFO, "$1[user]@").replace(
    URL_QUERY,
    "$1?[query]",
  );
}
