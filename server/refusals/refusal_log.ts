/**
 * Logs every refusal of a client: the first of each cause at once, then at most
 * one line per cause and interval, with the number of refusals since the last.
 *
 * @module
 */
import type { Log, LogFields } from "../log.ts";
import { shortenAddress } from "./address_shortening.ts";
import { REFUSAL_LINES, type RefusalCause } from "./refusal_lines.ts";

/** Log and clock of a {@linkcode RefusalLog}. */
export interface RefusalLogOptions {
  /** Log that gets the lines. */
  readonly log: Log;
  /** `LOG_ADDRESSES`: addresses of clients whole instead of shortened. */
  readonly showsAddresses: boolean;
  /** Milliseconds of any clock that does not go back. */
  readonly nowMs: () => number;
}

/** Reports one refusal. */
export type RefusalReporter = (cause: RefusalCause, fields: LogFields) => void;

/** Shortest time between two lines of one cause. */
export const REFUSAL_LINE_INTERVAL_MS = 10 * 60_000;

interface CauseCount {
  readonly loggedAtMs: number;
  /** Refusals since that line. */
  unlogged: number;
}

/** Counts the refusals of a process; its memory is bounded by the causes. */
export class RefusalLog {
  readonly #options: RefusalLogOptions;
  readonly #counts = new Map<RefusalCause, CauseCount>();
  readonly #totals = new Map<string, number>(
    Object.keys(REFUSAL_LINES).map((cause) => [cause, 0]),
  );

  /** Creates a log without refusals. */
  constructor(options: RefusalLogOptions) {
    this.#options = options;
  }

  /** Refusals since the start by cause, every cause included. */
  get totals(): ReadonlyMap<string, number> {
    return this.#totals;
  }

  /**
   * Counts a refusal, and logs it unless its cause has a recent line.
   *
   * @param fields Facts of this refusal, such as the client's address.
   */
  record(cause: RefusalCause, fields: LogFields = {}): void {
    const { log, nowMs } = this.#options;
    const now = nowMs();
    this.#totals.set(cause, (this.#totals.get(cause) ?? 0) + 1);
    const count = this.#counts.get(cause);
    if (count && now - count.loggedAtMs < REFUSAL_LINE_INTERVAL_MS) {
      count.unlogged++;
      return;
    }
    const { level, message, remedy } = REFUSAL_LINES[cause];
    const repeated = count?.unlogged ?? 0;
    this.#counts.set(cause, { loggedAtMs: now, unlogged: 0 });
    log[level](message, {
      cause,
      ...(this.#options.showsAddresses ? fields : shortenAddresses(fields)),
      ...remedy,
      ...(repeated === 0 ? {} : { unlogged: repeated }),
    });
  }
}

/** Fields with the address of a client, or of its proxy. */
const ADDRESS_FIELDS = ["client", "peer"];

function shortenAddresses(fields: LogFields): LogFields {
  const shortened: Record<string, unknown> = { ...fields };
  for (const name of ADDRESS_FIELDS) {
    const address = fields[name];
    if (typeof address === "string") shortened[name] = shortenAddress(address);
  }
  return shortened;
}
