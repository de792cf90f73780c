/** The closing handshake: RFC 6455 sections 5.5.1 and 7. @module */
import { assertEquals } from "@std/assert";
import {
  concatBytes,
  encodeClientClose,
  encodeClientFrame,
  OPCODE,
} from "../../../../tools/websocket_frames.ts";
import { RawWebSocket } from "../../../fakes/raw_websocket.ts";
import {
  HAS_SERVER_PERMISSIONS,
  runMaru,
} from "../../../fakes/running_maru.ts";
import {
  BROKE_A_RULE,
  type FrameCase,
  relayText,
  splitBytes,
  testFrameCases,
} from "./frame_exchange.ts";

const PROTOCOL_ERROR = { close: 1002, left: BROKE_A_RULE } as const;
const ANSWERED = { close: 1000, left: "left" } as const;

function close(payload: string | Uint8Array): Uint8Array {
  return encodeClientFrame(payload, { opcode: OPCODE.close });
}

/** Of a client without the subprotocol, which cannot come back after 1001. */
const LEAVING_CODES = [1000, 1001, 4101];
const OTHER_VALID_CODES = [
  ...[1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014],
  ...[3000, 3999, 4000, 4100, 4999],
];
const INVALID_CODES = [
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 1100],
  ...[2000, 2999, 5000, 65_535],
];

testFrameCases("RFC 6455 §7.4: close codes", [
  ...LEAVING_CODES.map((code): FrameCase => ({
    name: `${code} ends the seat`,
    chunks: [encodeClientClose(code)],
    ...ANSWERED,
  })),
  ...OTHER_VALID_CODES.map((code): FrameCase => ({
    name: `${code} keeps the seat for a return`,
    chunks: [encodeClientClose(code, "reason")],
    close: 1000,
  })),
  ...INVALID_CODES.map((code): FrameCase => ({
    name: `${code} is a protocol error`,
    chunks: [encodeClientClose(code)],
    ...PROTOCOL_ERROR,
  })),
]);

testFrameCases("RFC 6455 §5.5.1: payload of a close frame", [
  { name: "no payload", chunks: [close("")], ...ANSWERED },
  { name: "one byte", chunks: [close("x")], ...PROTOCOL_ERROR },
  { name: "a code alone", chunks: [encodeClientClose(1000)], ...ANSWERED },
  {
    name: "a reason of 123 bytes",
    chunks: [encodeClientClose(1000, "가".repeat(41))],
    ...ANSWERED,
  },
  {
    name: "a reason of 124 bytes",
    chunks: [encodeClientClose(1000, "x".repeat(124))],
    ...PROTOCOL_ERROR,
  },
  {
    name: "a reason that is not UTF-8",
    chunks: [close(Uint8Array.of(0x03, 0xe8, 0xce, 0xba, 0xed, 0xa0, 0x80))],
    close: 1007,
    left: BROKE_A_RULE,
  },
  {
    name: "a reason that ends within a character",
    chunks: [close(Uint8Array.of(0x03, 0xe8, 0xf0, 0x9f, 0x8f))],
    close: 1007,
    left: BROKE_A_RULE,
  },
  {
    name: "a close frame, a byte at a time",
    chunks: splitBytes(encodeClientClose(1000, "slow")),
    ...ANSWERED,
  },
]);

testFrameCases("RFC 6455 §5.5.1: nothing is read after a close frame", [
  {
    name: "messages before it are delivered, those after it are not",
    chunks: [
      concatBytes(
        encodeClientFrame(relayText("before")),
        encodeClientClose(1000),
        encodeClientFrame(relayText("after")),
      ),
    ],
    relayed: ["before"],
    ...ANSWERED,
  },
  {
    name: "a message in a later chunk",
    chunks: [encodeClientClose(1000), encodeClientFrame(relayText("after"))],
    ...ANSWERED,
  },
  {
    name: "a ping behind it has no answer",
    chunks: [
      concatBytes(
        encodeClientClose(1000),
        encodeClientFrame("late", { opcode: OPCODE.ping }),
      ),
    ],
    ...ANSWERED,
  },
  {
    name: "a second close frame",
    chunks: [
      concatBytes(encodeClientClose(1000), encodeClientClose(4100)),
      encodeClientClose(1001),
    ],
    ...ANSWERED,
  },
  {
    name: "frames that are not allowed",
    chunks: [
      concatBytes(
        encodeClientClose(1000),
        encodeClientFrame("", { opcode: 3 }),
      ),
    ],
    ...ANSWERED,
  },
  {
    name: "a close frame within a message, which is never delivered",
    chunks: [
      encodeClientFrame("{", { isFinal: false }),
      encodeClientClose(1000),
      encodeClientFrame("}", { opcode: OPCODE.continuation }),
    ],
    ...ANSWERED,
  },
]);

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: !HAS_SERVER_PERMISSIONS, fn });
}

test("RFC 6455 §7.1.1: the server ends the TCP connection after both close frames", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const socket = await RawWebSocket.open(maru);
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.stream.once("end", resolve);
  socket.stream.write(encodeClientClose(1000));
  await promise;
  assertEquals(socket.closeCode, 1000);
  await socket.destroy();
});

test("RFC 6455 §7.1.5: one close frame, with the server's code and reason", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const socket = await RawWebSocket.open({
    ...maru,
    target: "/socket?room=a/b",
  });
  assertEquals(await socket.waitForClose(), 4001);
  assertEquals(socket.closeReason, "bad-room");
  await socket.waitUntil(() => socket.stream.readableEnded);
  await socket.destroy();
});

test("RFC 6455 §7.1.7: a stream that ends without a close frame is answered with none", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const socket = await RawWebSocket.open(maru);
  await socket.waitForEvent("welcome");
  socket.stream.end();
  assertEquals(await socket.waitForClose(), 1006);
});
