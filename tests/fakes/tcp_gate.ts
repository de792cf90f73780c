/**
 * A TCP port that passes connections on to another one, held until it is opened.
 *
 * @module
 */
import net from "node:net";

/** A listening gate. */
export class TcpGate implements Disposable {
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  readonly #opened = Promise.withResolvers<void>();

  private constructor(server: net.Server) {
    this.#server = server;
  }

  /** Listens on a free port of loopback. */
  static async listen(targetPort: number): Promise<TcpGate> {
    const server = net.createServer();
    const gate = new TcpGate(server);
    server.on("connection", (socket) => gate.#accept(socket, targetPort));
    await new Promise<void>((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve())
    );
    return gate;
  }

  /** Port of the gate. */
  get port(): number {
    const address = this.#server.address();
    return address !== null && typeof address === "object" ? address.port : 0;
  }

  /** Passes on the held connections, and all others. */
  open(): void {
    this.#opened.resolve();
  }

  async #accept(socket: net.Socket, port: number): Promise<void> {
    this.#keep(socket);
    await this.#opened.promise;
    const target = net.connect({ port, host: "127.0.0.1" });
    this.#keep(target);
    socket.pipe(target).pipe(socket);
  }

  #keep(socket: net.Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#sockets.delete(socket));
  }

  /** Closes the gate and what passes it. */
  [Symbol.dispose](): void {
    this.#opened.resolve();
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
