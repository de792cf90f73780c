import { assertEquals } from "@std/assert";
import { LoadGenerator } from "../../../bench/signaling/crowd.ts";

const ignore =
  (await Deno.permissions.query({ name: "net" })).state !== "granted";

/** Texts that one receiver gets for one that was sent. */
type Fault = (text: string, toSelf: boolean, nth: number) => readonly string[];

/** A server that sends each text on to its room, as `fault` would have it. */
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

/** What a crowd of one room of three finds when each sends three messages. */
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
  name: "Crowd finds no fault with a server that sends each message on once",
  ignore,
  fn: async () => assertEquals(await faultsOf(honest), []),
});

Deno.test({
  name: "Crowd reads several messages of one frame",
  ignore,
  fn: async () => {
    const joined: Fault = (text, toSelf) =>
      toSelf ? [] : [`{"event":"pong"}\n${text}`];
    assertEquals(await faultsOf(joined), []);
  },
});

Deno.test({
  name: "Crowd tells of a message that came twice",
  ignore,
  fn: async () => {
    const faults = await faultsOf((text, toSelf) => toSelf ? [] : [text, text]);
    assertEquals(faults, ["18 deliveries: twice"]);
  },
});

Deno.test({
  name: "Crowd tells of a message that came back to its sender",
  ignore,
  fn: async () => {
    assertEquals(await faultsOf((text) => [text]), ["9 deliveries: own"]);
  },
});

Deno.test({
  name: "Crowd tells of a message that was lost",
  ignore,
  fn: async () => {
    const losing: Fault = (text, toSelf, nth) =>
      nth === 9 ? [] : honest(text, toSelf, nth);
    assertEquals(await faultsOf(losing), [
      "1 messages did not reach everybody",
    ]);
  },
});
