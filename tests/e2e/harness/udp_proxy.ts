/**
 * A UDP proxy between a browser and the relay that a test can cut: then packets
 * disappear in both directions, as behind a router that lost its uplink.
 *
 * @module
 */

/** Forwards datagrams from its own port on loopback to `upstreamPort`. */
export class UdpProxy implements AsyncDisposable {
  readonly #listener: Deno.DatagramConn;
  readonly #upstream: UdpAddress;
  readonly #sockets = new Map<number, Deno.DatagramConn>();
  readonly #work = new Set<Promise<void>>();
  #isCut = false;

  constructor(upstreamPort: number) {
    this.#upstream = localAddress(upstreamPort);
    this.#listener = Deno.listenDatagram(localAddress(0));
    this.#track(this.#forwardToUpstream());
  }

  /** Port for the browser. */
  get port(): number {
    const { addr } = this.#listener;
    return addr.transport === "udp" ? addr.port : 0;
  }

  /** Drops all packets until `heal()`. */
  cut(): void {
    this.#isCut = true;
  }

  /** Forwards again. */
  heal(): void {
    this.#isCut = false;
  }

  #track(work: Promise<void>): void {
    this.#work.add(work);
    work.finally(() => this.#work.delete(work));
  }

  async #forwardToUpstream(): Promise<void> {
    for await (const [bytes, from] of this.#listener) {
      if (from.transport !== "udp" || this.#isCut) continue;
      await this.#socketOf(from).send(bytes, this.#upstream).catch(() => 0);
    }
  }

  /** Socket through which the relay sees one client. */
  #socketOf(client: Deno.NetAddr): Deno.DatagramConn {
    const known = this.#sockets.get(client.port);
    if (known) return known;
    const socket = Deno.listenDatagram(localAddress(0));
    this.#sockets.set(client.port, socket);
    this.#track(this.#forwardToClient(socket, client));
    return socket;
  }

  async #forwardToClient(
    socket: Deno.DatagramConn,
    client: Deno.NetAddr,
  ): Promise<void> {
    for await (const [bytes] of socket) {
      if (!this.#isCut) await this.#listener.send(bytes, client).catch(() => 0);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const socket of this.#sockets.values()) socket.close();
    await Promise.all(this.#work);
  }
}

type UdpAddress = Deno.NetAddr & { readonly transport: "udp" };

function localAddress(port: number): UdpAddress {
  return { transport: "udp", hostname: "127.0.0.1", port };
}
