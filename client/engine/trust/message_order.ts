/**
 * Order of the messages of each member. A profile arrives through the server
 * and over the data channel, at different times: the newer one counts,
 * whichever way it comes. A description counts once.
 *
 * @module
 */

/** Position of a message among those of its member. */
export interface MessageVersion {
  /** Id of the page; a reloaded page has another. Empty for a page without versions. */
  readonly session: string;
  /** Grows with each message of the page. */
  readonly version: number;
}

interface AcceptedVersion extends MessageVersion {
  /** Sessions before this one, oldest first. */
  readonly earlierSessions: readonly string[];
}

/** Longest id of a page, in UTF-16 code units. */
const MAX_SESSION_LENGTH = 64;
/** Earlier sessions that are remembered for each member. */
export const MAX_EARLIER_SESSIONS = 32;

/** Versions of the messages in use. */
export class MessageOrder {
  readonly #accepted = new Map<string, AcceptedVersion>();

  /** True when a message is to be used: it is newer than the one in use. */
  accept(id: string, { session, version }: MessageVersion): boolean {
    if (session === "") return true;
    const accepted = this.#accepted.get(id);
    const earlierSessions = accepted?.earlierSessions ?? [];
    if (accepted?.session === session) {
      if (version <= accepted.version) return false;
      this.#accepted.set(id, { session, version, earlierSessions });
      return true;
    }
    if (earlierSessions.includes(session)) return false;
    this.#accepted.set(id, {
      session,
      version,
      earlierSessions: accepted
        ? [...earlierSessions, accepted.session].slice(-MAX_EARLIER_SESSIONS)
        : [],
    });
    return true;
  }

  /** Forgets a member. */
  remove(id: string): void {
    this.#accepted.delete(id);
  }
}

/** Reads the version of an `info`; that of a page without versions is 0. */
export function readMessageVersion(
  info: Readonly<Record<string, unknown>>,
): MessageVersion {
  const { session, version } = info;
  return typeof session === "string" && typeof version === "number"
    ? { session: session.slice(0, MAX_SESSION_LENGTH), version }
    : { session: "", version: 0 };
}
