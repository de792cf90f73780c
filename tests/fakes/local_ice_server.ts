/**
 * An embedded ICE server on loopback, with clients and peers.
 *
 * @module
 */
import type { TransportAddress } from "../../server/net/ip_address.ts";
import {
  formatSeatUser,
  mintCredential,
} from "../../ice/credentials/turn_credential.ts";
import {
  type EmbeddedIceServer,
  type EmbeddedIceServerOptions,
  startEmbeddedIceServer,
} from "../../ice/ice_server.ts";
import {
  type ConnectedTurnClient,
  connectTurnClient,
} from "../../ice/transport/turn_client_connection.ts";
import type { ClientTransport } from "../../ice/turn/allocation/allocation.ts";
import { makeCertificate } from "./certificate.ts";

const SECRET = "integration";

/** A server with its clients and peers; disposing closes all of them. */
export class IceTestServer implements AsyncDisposable {
  readonly #cleanups: (() => void)[] = [];

  /** @param failures Bugs that the server reports; grows while it runs. */
  constructor(
    readonly server: EmbeddedIceServer,
    readonly hostname: string,
    readonly failures: readonly unknown[],
  ) {}

  static async start(
    hostname: string,
    options: Partial<EmbeddedIceServerOptions> = {},
  ): Promise<IceTestServer> {
    const failures: unknown[] = [];
    const server = await startEmbeddedIceServer({
      hosts: [hostname],
      ports: { udp: 0, tcp: 0, tls: 0 },
      relayPorts: { first: 20_000, last: 29_999 },
      credentials: { kind: "secret", secret: SECRET },
      certificate: await makeCertificate("localhost"),
      onError: (error) => failures.push(error),
      ...options,
    });
    return new IceTestServer(server, hostname, failures);
  }

  /** The same server, for clients of another of its addresses. */
  at(hostname: string): IceTestServer {
    return new IceTestServer(this.server, hostname, this.failures);
  }

  serverAddress(transport: ClientTransport): TransportAddress {
    const port = this.server.endpoints()[transport][0] ?? 0;
    return { hostname: this.hostname, port };
  }

  /** Connects a client with a credential of the user; opens a seat in the room if given. */
  async connectClient(
    transport: ClientTransport,
    user: string,
    room?: string,
  ): Promise<ConnectedTurnClient> {
    if (room !== undefined) this.openSeat(user, room);
    const name = room === undefined ? user : formatSeatUser(user);
    const credential = mintCredential(SECRET, name, 600, Date.now());
    const connected = await connectTurnClient(
      transport,
      this.serverAddress(transport),
      credential,
    );
    this.#cleanups.push(connected.close);
    return connected;
  }

  /** Opens a seat whose member is on this machine. */
  openSeat(memberId: string, room: string): void {
    const address = this.hostname;
    this.server.seatEvents.seatOpened({
      memberId,
      room,
      address,
      isLoopback: true,
      host: address,
    });
  }

  /** Opens a peer without a relay. */
  openPeer(): UdpPeer {
    const peer = new UdpPeer(this.hostname);
    this.#cleanups.push(() => peer.close());
    return peer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const cleanUp of this.#cleanups) cleanUp();
    await this.server.close();
  }
}

/** A peer: a plain UDP socket. */
export class UdpPeer {
  readonly address: TransportAddress;
  readonly #socket: Deno.DatagramConn;

  constructor(hostname: string) {
    this.#socket = Deno.listenDatagram({
      transport: "udp",
      hostname,
      port: 0,
    });
    const { addr } = this.#socket;
    this.address = { hostname, port: "port" in addr ? addr.port : 0 };
  }

  async receive(): Promise<{ data: Uint8Array; from: TransportAddress }> {
    const [data, from] = await this.#socket.receive();
    if (!("hostname" in from)) throw new TypeError("Not a UDP address");
    return { data, from: { hostname: from.hostname, port: from.port } };
  }

  async send(data: Uint8Array, to: TransportAddress): Promise<void> {
    await this.#socket.send(data, { transport: "udp", ...to });
  }

  close(): void {
    try {
      this.#socket.close();
    } catch {
      // The test has closed it.
    }
  }
}

/** Waits for the next payload to a client. */
export function receiveNextData(
  { client }: ConnectedTurnClient,
): Promise<{ data: Uint8Array; from: unknown }> {
  return new Promise((resolve) => {
    client.onData = (data, from) => resolve({ data, from });
  });
}

/** Whether the tests may use the network. */
export async function hasNetworkPermission(): Promise<boolean> {
  return (await Deno.permissions.query({ name: "net" })).state === "granted";
}
