/**
 * The log: levels, text or JSON lines, one sink. Whatever comes from outside
 * is made harmless here: control characters are escaped, and the query, the
 * fragment and the user of a URL go, for they may hold secrets.
 *
 * @module
 */

/** Levels from the least to the most urgent. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/** One of the levels. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What belongs to a message; an `Error` is shown with its stack. */
export type LogFields = Readonly<Record<string, unknown>>;

/** One function for each level; `message` is a sentence without final period. */
export type Log = Readonly<
  Record<LogLevel, (message: string, fields?: LogFields) => void>
>;

/** How a log is made. */
export interface LogOptions {
  /** Messages below it are dropped. */
  readonly level: LogLevel;
  readonly format: "text" | "json";
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: () => number;
  /** Takes one line, without its line end. */
  readonly write: (line: string) => void;
}

const MAX_VALUE_CHARS = 4096;

/** Makes a log that writes to one sink. */
export function createLog(options: LogOptions): Log {
  const least = LOG_LEVELS.indexOf(options.level);
  const line = options.format === "json" ? formatJsonLine : formatTextLine;
  const at =
    (level: LogLevel) => (message: string, fields: LogFields = {}): void => {
      if (LOG_LEVELS.indexOf(level) < least) return;
      const time = new Date(options.nowMs()).toISOString();
      options.write(line(time, level, message, fields));
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
  const own = { time, level, message: redactUrls(message) };
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    rest[name in own ? `${name}_` : name] =
      typeof value === "number" || typeof value === "boolean" || value === null
        ? value
        : formatValue(value);
  }
  return JSON.stringify({ ...own, ...rest });
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

/** Control characters, and those that turn or hide text, as `\u....`. */
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
