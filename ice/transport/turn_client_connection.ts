/**
 * Connects a TURN client to a server over UDP, TCP or TLS.
 *
 * @module
 */
import net from "node:net";
import tls from "node:tls";
import type { TransportAddress } from "../../server/net/ip_address.ts";
import type { ClientTransport } from "../turn/allocation/allocation.ts";
import { TurnClient } from "../turn/client/turn_client.ts";
import { StreamFramer } from "./stream_framing.ts";

/** A client and its connection. */
export interface ConnectedTurnClient {
  /** The client. */
  readonly client: TurnClient;
  /** Address that the client sends from. */
  readonly local: TransportAddress;
  /** Closes the connection. */
  close(): void;
}

/**
 * Connects, without checking the certificate: the server is this process or a test.
 *
 * @param udpHostname Address to send from over UDP; that of the server by default.
 * @param alpnProtocols Protocols to offer over TLS (RFC 7443).
 */
export function connectTurnClient(
  transport: ClientTransport,
  server: TransportAddress,
  credential: { readonly username: string; readonly password: string },
  udpHostname: string = server.hostname,
  alpnProtocols: readonly string[] = [],
): Promise<ConnectedTurnClient> {
  return transport === "udp"
    ? Promise.resolve(connectUdp(server, credential, udpHostname))
    : connectStream(transport, server, credential, alpnProtocols);
}

function connectUdp(
  server: TransportAddress,
  credential: { readonly username: string; readonly password: string },
  hostname: string,
): ConnectedTurnClient {
  const socket = Deno.listenDatagram({ transport: "udp", hostname, port: 0 });
  const client = new TurnClient({
    send: (message) => {
      socket.send(message, { transport: "udp", ...server }).catch(() => {});
    },
  }, credential);
  const receive = async () => {
    for await (const [message] of socket) client.receive(message);
  };
  receive().catch(() => {});
  const port = "port" in socket.addr ? socket.addr.port : 0;
  return { client, local: { hostname, port }, close: () => socket.close() };
}

function connectStream(
  transport: "tcp" | "tls",
  { hostname: host, port }: TransportAddress,
  credential: { readonly username: string; readonly password: string },
  alpnProtocols: readonly string[],
): Promise<ConnectedTurnClient> {
  return new Promise((resolve, reject) => {
    const socket = transport === "tcp"
      ? net.connect({ host, port })
      : tls.connect({
        host,
        port,
        rejectUnauthorized: false,
        ...(alpnProtocols.length > 0
          ? { ALPNProtocols: [...alpnProtocols] }
          : {}),
      });
    const client = new TurnClient({
      send: (message) => void socket.write(message),
    }, credential);
    const framer = new StreamFramer();
    socket.on("error", reject);
    socket.on("data", (chunk: Uint8Array) => {
      framer.push(chunk, (bytes, start, end) => {
        client.receive(bytes.subarray(start, end));
      });
    });
    socket.once(transport === "tcp" ? "connect" : "secureConnect", () => {
      const local = {
        hostname: socket.localAddress ?? host,
        port: socket.localPort ?? 0,
      };
      resolve({ client, local, close: () => socket.destroy() });
    });
  });
}
