/**
 * The limit of the platform: forwards datagrams on `Deno.listenDatagram` with
 * no check at all. A client's first packet holds the port of its peer; the
 * answer is the port that stands for it from then on. `bare.ts PORT`.
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

/** From one peer to one client. */
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
  const answer = new Uint8Array(2);
  const { addr } = socket;
  new DataView(answer.buffer).setUint16(0, "port" in addr ? addr.port : 0);
  clientSocket.send(answer, from).catch(ignore);
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
