/**
 * A real ICE server on loopback with what the tests of it need around it.
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

/** A server, and everything that was opened with it. */
export class IceTestServer implements AsyncDisposable {
  readonly failures: unknown[] = [];
  readonly #closers: (() => void)[] = [];

  constructor(readonly server: EmbeddedIceServer, readonly hostname: string) {}

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
    const machine = new IceTestServer(server, hostname);
    machine.failures.push(...failures);
    return machine;
  }

  serverAddress(transport: ClientTransport): TransportAddress {
    const port = this.server.endpoints()[transport][0] ?? 0;
    return { hostname: this.hostname, port };
  }

  /** A client with a credential of the user; a seat when it has a room. */
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
    this.#closers.push(connected.close);
    return connected;
  }

  /** A seat that is seen on this machine. */
  openSeat(peerId: string, room: string): void {
    const address = this.hostname;
    this.server.seatEvents.seatOpened({
      memberId: peerId,
      room,
      address,
      isLoopback: true,
    });
  }

  /** A peer that is no client: a plain UDP socket. */
  openPeer(): UdpPeer {
    const peer = new UdpPeer(this.hostname);
    this.#closers.push(() => peer.close());
    return peer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closers) close();
    await this.server.close();
  }
}

/** A UDP socket that answers one packet at a time. */
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
      // Closed by the test already.
    }
  }
}

/** The next payload that reaches a client. */
export function receiveNextData(
  { client }: ConnectedTurnClient,
): Promise<{ data: Uint8Array; from: unknown }> {
  return new Promise((resolve) => {
    client.onData = (data, from) => resolve({ data, from });
  });
}

/** Whether a test may use the network. */
export async function hasNetworkPermission(): Promise<boolean> {
  return (await Deno.permissions.query({ name: "net" })).state === "granted";
}
