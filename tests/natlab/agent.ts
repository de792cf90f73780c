/**
 * A program inside a network namespace that joins rooms, speaks TURN and offers
 * UDP services. Reads one JSON command a line and answers each with one line.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { createInterface } from "node:readline";
import process from "node:process";
import type { TransportAddress } from "../../server/net/ip_address.ts";
import { connectTurnClient } from "../../ice/transport/turn_client_connection.ts";
import { TurnClient } from "../../ice/turn/client/turn_client.ts";
import { ATTRIBUTE } from "../../ice/stun/iana_registry.ts";
import type { StunMessage } from "../../ice/stun/stun_message.ts";
import { decodeXorAddress } from "../../ice/stun/xor_address.ts";

/** A command to the agent. */
export type AgentCommand =
  /** Opens or resumes a seat; answers with its token and TURN credential. */
  | { readonly do: "join"; readonly url: string }
  /** Signals a candidate from the seat. */
  | { readonly do: "signal"; readonly seat: number; readonly address: string }
  /** Allocates from the local address; answers with the relayed address. */
  | ({
    readonly do: "allocate";
    readonly local: string;
    readonly server: TransportAddress;
  } & AgentCredential)
  /** Allocates through the relay of another client, or fails after a time. */
  | ({
    readonly do: "allocateThrough";
    readonly client: number;
    readonly server: TransportAddress;
  } & AgentCredential)
  /** Creates a permission; answers with null or the error code. */
  | {
    readonly do: "permit";
    readonly client: number;
    readonly peer: TransportAddress;
  }
  /** Sends a text in a Send indication. */
  | {
    readonly do: "send";
    readonly client: number;
    readonly peer: TransportAddress;
    readonly text: string;
  }
  /** Answers with the texts that the client or service has received. */
  | { readonly do: "received"; readonly from: number }
  /** Opens a UDP service. */
  | { readonly do: "serve"; readonly address: TransportAddress };

/** Username and password for TURN. */
export interface AgentCredential {
  readonly username: string;
  readonly password: string;
}

/** Time for an Allocate that is expected to get no answer. */
const NO_ANSWER_MS = 2000;

const sockets: WebSocket[] = [];
const clients = new Map<number, TurnClient>();
/** Texts received by clients and services, by the number that they got. */
const received: string[][] = [];

async function execute(command: AgentCommand): Promise<unknown> {
  switch (command.do) {
    case "join":
      return await join(command.url);
    case "signal":
      sockets[command.seat]?.send(JSON.stringify({
        event: "candidate",
        data: {
          candidate:
            `candidate:1 1 udp 2122260223 ${command.address} 40000 typ host`,
          sdpMid: "0",
        },
      }));
      return null;
    case "allocate":
      return await allocate(command);
    case "allocateThrough":
      return await allocateThrough(command);
    case "permit":
      return await clientOf(command.client).createPermission(
        command.peer,
        AbortSignal.timeout(10_000),
      );
    case "send":
      clientOf(command.client).sendIndication(
        command.peer,
        new TextEncoder().encode(command.text),
      );
      return null;
    case "received":
      return received[command.from];
    case "serve":
      return serve(command.address);
  }
}

function join(url: string): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const socket = new WebSocket(url);
  const seat = sockets.push(socket) - 1;
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.event !== "welcome") return;
    const { resume, iceServers } = message.data;
    const turn = iceServers.find(({ username }: { username?: string }) =>
      username !== undefined
    );
    const { username, credential } = turn;
    resolve({ seat, resume, username, password: credential });
  };
  socket.onclose = ({ code }) => reject(new Error(`Closed with ${code}`));
  return promise;
}

async function allocate(
  { local, server, username, password }: AgentCommand & { do: "allocate" },
): Promise<unknown> {
  const { client } = await connectTurnClient(
    "udp",
    server,
    { username, password },
    local,
  );
  const number = addClient(client);
  const signal = AbortSignal.timeout(10_000);
  const relayed = await client.allocate(signal);
  const binding = await client.sendBinding(signal);
  return { number, relayed, mapped: readMapped(binding.message) };
}

async function allocateThrough(
  { client: outer, server, username, password }: AgentCommand & {
    do: "allocateThrough";
  },
): Promise<unknown> {
  const through = clientOf(outer);
  const inner = new TurnClient({
    send: (message) => through.sendIndication(server, message),
  }, { username, password });
  const onData = through.onData;
  through.onData = (data) => inner.receive(data);
  try {
    return await inner.allocate(AbortSignal.timeout(NO_ANSWER_MS));
  } catch {
    return "no answer";
  } finally {
    through.onData = onData;
  }
}

function clientOf(number: number): TurnClient {
  const client = clients.get(number);
  if (!client) throw new RangeError(`No client has the number ${number}`);
  return client;
}

function readMapped(message: StunMessage): TransportAddress | null {
  const value = message.value(ATTRIBUTE.xorMappedAddress);
  return value ? decodeXorAddress(value, message.transactionId) : null;
}

function addClient(client: TurnClient): number {
  const texts: string[] = [];
  client.onData = (data) => void texts.push(new TextDecoder().decode(data));
  const number = received.push(texts) - 1;
  clients.set(number, client);
  return number;
}

function serve({ hostname, port }: TransportAddress): number {
  const socket = Deno.listenDatagram({ transport: "udp", hostname, port });
  const texts: string[] = [];
  const receive = async () => {
    for await (const [data] of socket) {
      texts.push(new TextDecoder().decode(data));
    }
  };
  receive().catch(() => {});
  return received.push(texts) - 1;
}

if (import.meta.main) {
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      const result = await execute(JSON.parse(line));
      console.log(JSON.stringify({ result }));
    } catch (error) {
      console.log(JSON.stringify({ failed: String(error) }));
    }
  }
}
