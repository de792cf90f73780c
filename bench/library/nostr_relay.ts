/**
 * Nostr relay in memory with the messages that Trystero uses: EVENT, REQ and
 * CLOSE (NIP-01). Events are not stored, as ephemeral ones are not.
 *
 * @module
 */

interface Filter {
  readonly kinds: readonly number[];
  readonly "#x": readonly string[];
}

interface NostrEvent {
  readonly id: string;
  readonly kind: number;
  readonly tags: readonly (readonly string[])[];
}

/** Passes events on to the sockets that have subscribed to their topics. */
export class NostrRelay {
  readonly #subscriptions = new Map<WebSocket, Map<string, Filter>>();

  /** Serves one socket. */
  add(socket: WebSocket): void {
    const own = new Map<string, Filter>();
    this.#subscriptions.set(socket, own);
    socket.onclose = () => this.#subscriptions.delete(socket);
    socket.onmessage = ({ data }) => {
      const [type, first, filter] = JSON.parse(data);
      if (type === "CLOSE") own.delete(first);
      if (type === "REQ") {
        own.set(first, filter);
        socket.send(JSON.stringify(["EOSE", first]));
      }
      if (type === "EVENT") {
        socket.send(JSON.stringify(["OK", first.id, true, ""]));
        this.#publish(first);
      }
    };
  }

  #publish(event: NostrEvent): void {
    for (const [socket, filters] of this.#subscriptions) {
      for (const [id, filter] of filters) {
        if (!isMatch(event, filter)) continue;
        socket.send(JSON.stringify(["EVENT", id, event]));
      }
    }
  }
}

function isMatch({ kind, tags }: NostrEvent, filter: Filter): boolean {
  return filter.kinds.includes(kind) &&
    tags.some(([name, value = ""]) =>
      name === "x" && filter["#x"].includes(value)
    );
}
