/**
 * Hands the connections and sockets of a page to what records them, which is
 * loaded after the page and listens only.
 *
 * @module
 */

/** What is recorded. */
export type TappedConnection = RTCPeerConnection | WebSocket;

/** Connections that wait for their recorder; a lobby makes two. */
const MAX_EARLY = 8;

/** Connections of a page. */
export class ConnectionTap {
  #early: TappedConnection[] = [];
  #watch = (made: TappedConnection): void => {
    if (this.#early.length < MAX_EARLY) this.#early.push(made);
  };

  /** Returns what was made. */
  add<T extends TappedConnection>(made: T): T {
    this.#watch(made);
    return made;
  }

  /** Hands over what there is, and all that is made from now on. */
  start(watch: (made: TappedConnection) => void): void {
    this.#early.forEach(watch);
    this.#early = [];
    this.#watch = watch;
  }
}
