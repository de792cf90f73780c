import { assertEquals } from "@std/assert";
import { LoadGenerator } from "../../../bench/signaling/crowd.ts";

const ignore =
  (await Deno.permissions.query({ name: "net" })).state !== "granted";

/** Texts that a receiver gets for one sent text. */
type Fault = (text: string, toSelf: boolean, nth: number) => readonly string[];

/** A server that forwards each text to its room with a fault. */
function broadcastServer(fault: Fault): Deno.HttpServer<Deno.NetAddr> {
  const rooms = new Map<string, Set<WebSocket>>();
  let count = 0;
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  return Deno.serve(options, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    const name = new URL(request.url).searchParams.get("room") ?? "";
    const room = rooms.get(name) ?? new Set();
    rooms.set(name, room.add(socket));
    socket.onmessage = ({ data }) => {
      count++;
      for (const other of room) {
        for (const text of fault(String(data), other === socket, count)) {
          other.send(text);
        }
      }
    };
    return response;
  });
}

/** Faults found in one room of three members that send three messages each. */
async function faultsOf(fault: Fault): Promise<readonly string[]> {
  const server = broadcastServer(fault);
  const target = { port: server.addr.port, isTls: false, subprotocol: null };
  const crowd = await LoadGenerator.open(target, {
    rooms: 1,
    membersPerRoom: 3,
    messageBytes: 200,
  });
  for (let i = 0; i < 9; i++) crowd.send(i % 3);
  const faults = await crowd.drain(500);
  await crowd.close();
  await server.shutdown();
  return faults;
}

const honest: Fault = (text, toSelf) => toSelf ? [] : [text];

Deno.test({
  name:
    "LoadGenerator finds no fault in a server that forwards each message once",
  ignore,
  fn: async () => assertEquals(await faultsOf(honest), []),
});

Deno.test({
  name: "LoadGenerator reads several messages of one frame",
  ignore,
  fn: async () => {
    const batched: Fault = (text, toSelf) =>
      toSelf ? [] : [`{"event":"pong"}\n${text}`];
    assertEquals(await faultsOf(batched), []);
  },
});

Deno.test({
  name: "LoadGenerator reports a message that came twice",
  ignore,
  fn: async () => {
    const faults = await faultsOf((text, toSelf) => toSelf ? [] : [text, text]);
    assertEquals(faults, ["18 deliveries: twice"]);
  },
});

Deno.test({
  name: "LoadGenerator reports a message that came back to its sender",
  ignore,
  fn: async () => {
    assertEquals(await faultsOf((text) => [text]), ["9 deliveries: own"]);
  },
});

Deno.test({
  name: "LoadGenerator reports a lost message",
  ignore,
  fn: async () => {
    const losing: Fault = (text, toSelf, nth) =>
      nth === 9 ? [] : honest(text, toSelf, nth);
    assertEquals(await faultsOf(losing), [
      "1 messages did not reach every member",
    ]);
  },
});
