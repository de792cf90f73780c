/**
 * A real ICE server on loopback with what the tests of it need around it.
 *
 * @module
 */
import type { Address } from "../../server/net/ip_address.ts";
import {
  mintCredential,
  seatUser,
} from "../../ice/credentials/turn_credential.ts";
import {
  type IceServer,
  type IceServerOptions,
  startIceServer,
} from "../../ice/ice_server.ts";
import {
  connectClient,
  type ConnectedClient,
} from "../../ice/transport/turn_client_connection.ts";
import type { ClientTransport } from "../../ice/turn/allocation/allocation.ts";
import { makeCertificate } from "./certificate.ts";

const SECRET = "integration";

/** A server, and everything that was opened with it. */
export class IceMachine implements AsyncDisposable {
  readonly failures: unknown[] = [];
  readonly #closers: (() => void)[] = [];

  constructor(readonly server: IceServer, readonly hostname: string) {}

  static async start(
    hostname: string,
    options: Partial<IceServerOptions> = {},
  ): Promise<IceMachine> {
    const failures: unknown[] = [];
    const server = await startIceServer({
      hosts: [hostname],
      ports: { udp: 0, tcp: 0, tls: 0 },
      relayPorts: { min: 20_000, max: 29_999 },
      credentials: { kind: "secret", secret: SECRET },
      certificate: await makeCertificate("localhost"),
      onFailure: (error) => failures.push(error),
      ...options,
    });
    const machine = new IceMachine(server, hostname);
    machine.failures.push(...failures);
    return machine;
  }

  address(transport: ClientTransport): Address {
    const port = this.server.endpoints()[transport][0] ?? 0;
    return { hostname: this.hostname, port };
  }

  /** A client with a credential of the user; a seat when it has a room. */
  async client(
    transport: ClientTransport,
    user: string,
    room?: string,
  ): Promise<ConnectedClient> {
    if (room !== undefined) this.seat(user, room);
    const name = room === undefined ? user : seatUser(user);
    const credential = mintCredential(SECRET, name, 600, Date.now());
    const connected = await connectClient(
      transport,
      this.address(transport),
      credential,
    );
    this.#closers.push(connected.close);
    return connected;
  }

  /** A seat that is seen on this machine. */
  seat(peerId: string, room: string): void {
    const address = this.hostname;
    this.server.seats.opened({ peerId, room, address, isLoopback: true });
  }

  /** A peer that is no client: a plain UDP socket. */
  peer(): Peer {
    const peer = new Peer(this.hostname);
    this.#closers.push(() => peer.close());
    return peer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closers) close();
    await this.server.close();
  }
}

/** A UDP socket that answers one packet at a time. */
export class Peer {
  readonly address: Address;
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

  async receive(): Promise<{ data: Uint8Array; from: Address }> {
    const [data, from] = await this.#socket.receive();
    if (!("hostname" in from)) throw new TypeError("Not a UDP address");
    return { data, from: { hostname: from.hostname, port: from.port } };
  }

  async send(data: Uint8Array, to: Address): Promise<void> {
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
export function nextData(
  { client }: ConnectedClient,
): Promise<{ data: Uint8Array; from: unknown }> {
  return new Promise((resolve) => {
    client.onData = (data, from) => resolve({ data, from });
  });
}

/** Whether a test may use the network. */
export async function mayUseNetwork(): Promise<boolean> {
  return (await Deno.permissions.query({ name: "net" })).state === "granted";
}
