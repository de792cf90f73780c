/**
 * One line of the log about refusals.
 *
 * @module
 */
import type { LogLevel } from "../log.ts";
import type { ProxyRemedy } from "./proxy_remedies.ts";

/** Level and sentence of a cause. */
export interface RefusalLine {
  /**
   * `warn` where a setting may be wrong, `info` where the client is, `debug`
   * for decisions of members and for addresses that do not exist.
   */
  readonly level: Exclude<LogLevel, "error">;
  /** Sentence of the log line. */
  readonly message: string;
  /** What a reverse proxy needs; its fields are logged too. */
  readonly remedy?: ProxyRemedy;
}
