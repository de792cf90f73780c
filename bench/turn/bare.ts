/**
 * Bare forwarder, the upper limit of the platform: forwards datagrams on
 * `Deno.listenDatagram` without any check. A client's first packet contains the
 * port of its peer; the response is the port that relays for it. `bare.ts PORT`.
 *
 * @module
 */
import { READY_LINE } from "./targets.ts";

const HOSTNAME = "127.0.0.1";
const BUFFER_BYTES = 4096;

function listen(port: number): Deno.DatagramConn {
  return Deno.listenDatagram({ transport: "udp", hostname: HOSTNAME, port });
}

const clientSocket = listen(Number(Deno.args[0]));
const relays = new Map<number, {
  readonly socket: Deno.DatagramConn;
  readonly peer: Deno.NetAddr;
}>();
const ignore = () => {};

/** Forwards from one peer to one client. */
async function relayToClient(socket: Deno.DatagramConn, client: Deno.NetAddr) {
  const bytes = new Uint8Array(BUFFER_BYTES);
  for (;;) {
    const [data] = await socket.receive(bytes);
    clientSocket.send(data, client).catch(ignore);
  }
}

function openRelay(data: Uint8Array, from: Deno.NetAddr): void {
  const socket = listen(0);
  const view = new DataView(data.buffer, data.byteOffset);
  const peer: Deno.NetAddr = {
    transport: "udp",
    hostname: HOSTNAME,
    port: view.getUint16(0),
  };
  relays.set(from.port, { socket, peer });
  relayToClient(socket, from).catch(ignore);
  const response = new Uint8Array(2);
  const { addr } = socket;
  new DataView(response.buffer).setUint16(0, "port" in addr ? addr.port : 0);
  clientSocket.send(response, from).catch(ignore);
}

await Deno.stdout.write(new TextEncoder().encode(READY_LINE));
const bytes = new Uint8Array(BUFFER_BYTES);
for (;;) {
  const [data, from] = await clientSocket.receive(bytes);
  if (!("hostname" in from)) continue;
  const relay = relays.get(from.port);
  if (relay) relay.socket.send(data, relay.peer).catch(ignore);
  else openRelay(data, from);
}
