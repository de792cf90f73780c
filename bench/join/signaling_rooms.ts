/**
 * Signaling over plain WebSockets, without a library.
 *
 * @module
 */

/** Passes each message of a socket on to the socket of its path that it is for. */
export class SignalingRooms {
  readonly #rooms = new Map<string, Map<string, WebSocket>>();

  /** Serves one socket; its first message joins it. */
  add(path: string, socket: WebSocket): void {
    const room = this.#rooms.get(path) ?? new Map<string, WebSocket>();
    this.#rooms.set(path, room);
    const id = crypto.randomUUID();
    socket.onmessage = ({ data }) => {
      if (!room.has(id)) {
        const welcome = { event: "welcome", data: { peers: [...room.keys()] } };
        socket.send(JSON.stringify(welcome));
        room.set(id, socket);
        return;
      }
      const { to, ...message } = JSON.parse(data);
      room.get(to)?.send(JSON.stringify({ ...message, from: id }));
    };
    socket.onclose = () => room.delete(id);
  }
}
