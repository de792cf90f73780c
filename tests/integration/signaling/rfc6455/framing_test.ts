/** Base framing and masking: RFC 6455 sections 5.1 to 5.3 and 5.8. @module */
import { assert, assertEquals } from "@std/assert";
import {
  concatBytes,
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
  relayDataOf,
  relayText,
  splitBytes,
  testFrameCases,
} from "./frame_exchange.ts";

const PROTOCOL_ERROR = { close: 1002, left: BROKE_A_RULE } as const;

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

testFrameCases("RFC 6455 §5.2: text of every length", [
  ...[0, 1].map((length): FrameCase => ({
    name: `${length} bytes, which are no message`,
    chunks: [encodeClientFrame("x".repeat(length))],
    errors: ["bad-message"],
  })),
  ...[124, 125, 126, 127, 128, 65_535, 65_536, 65_537, 200_000].map(
    (length): FrameCase => ({
      name: `${length} bytes in one frame`,
      chunks: [encodeClientFrame(relayText(relayDataOf(length)))],
      relayed: [relayDataOf(length)],
    }),
  ),
  ...[125, 126, 1000].map((length): FrameCase => ({
    name: `${length} bytes, a byte at a time`,
    chunks: splitBytes(encodeClientFrame(relayText(relayDataOf(length)))),
    relayed: [relayDataOf(length)],
  })),
  ...[997, 16_384].map((size): FrameCase => {
    const frame = encodeClientFrame(relayText(relayDataOf(65_536)));
    const count = Math.ceil(frame.length / size);
    return {
      name: `65536 bytes in chunks of ${size}`,
      chunks: range(0, count - 1).map((i) =>
        frame.subarray(i * size, (i + 1) * size)
      ),
      relayed: [relayDataOf(65_536)],
    };
  }),
  {
    name: "many frames in one chunk",
    chunks: [
      concatBytes(
        ...range(1, 50).map((i) => encodeClientFrame(relayText(`${i}`))),
      ),
    ],
    relayed: range(1, 50).map(String),
  },
  {
    name: "a chunk that ends within the next header",
    chunks: [
      concatBytes(encodeClientFrame(relayText("a")), Uint8Array.of(0x81)),
      encodeClientFrame(relayText("b")).subarray(1),
    ],
    relayed: ["a", "b"],
  },
]);

testFrameCases("RFC 6455 §5.2: lengths that are not allowed", [
  ...[0, 5, 125].map((length): FrameCase => ({
    name: `${length} bytes with a length of 16 bits`,
    chunks: [encodeClientFrame("x".repeat(length), { lengthBytes: 2 })],
    ...PROTOCOL_ERROR,
  })),
  ...[5, 126, 65_535].map((length): FrameCase => ({
    name: `${length} bytes with a length of 64 bits`,
    chunks: [encodeClientFrame("x".repeat(length), { lengthBytes: 8 })],
    ...PROTOCOL_ERROR,
  })),
  ...["8000000000000000", "ffffffffffffffff", "0020000000000000"].map(
    (length): FrameCase => ({
      name: `a length of 0x${length}`,
      chunks: [Uint8Array.fromHex(`81ff${length}01020304`)],
      errors: ["too-big"],
      close: 1009,
      left: BROKE_A_RULE,
    }),
  ),
  {
    name: "one byte over the limit, before its payload arrives",
    chunks: [encodeClientFrame("x".repeat(200_001)).subarray(0, 14)],
    errors: ["too-big"],
    close: 1009,
    left: BROKE_A_RULE,
  },
]);

testFrameCases("RFC 6455 §5.2: reserved bits", [
  ...range(1, 7).map((reserved): FrameCase => ({
    name: `RSV ${reserved} on text`,
    chunks: [encodeClientFrame(relayText(""), { reserved })],
    ...PROTOCOL_ERROR,
  })),
  ...range(1, 7).map((reserved): FrameCase => ({
    name: `RSV ${reserved} on a ping, after a message`,
    chunks: [
      encodeClientFrame(relayText("before")),
      encodeClientFrame("", { reserved, opcode: OPCODE.ping }),
      encodeClientFrame(relayText("after")),
    ],
    relayed: ["before"],
    ...PROTOCOL_ERROR,
  })),
  {
    name: "RSV 4 on a continuation",
    chunks: [
      encodeClientFrame("{", { isFinal: false }),
      encodeClientFrame("}", { opcode: OPCODE.continuation, reserved: 4 }),
    ],
    ...PROTOCOL_ERROR,
  },
  {
    name: "RSV 4 on a close frame",
    chunks: [encodeClientFrame("", { opcode: OPCODE.close, reserved: 4 })],
    ...PROTOCOL_ERROR,
  },
]);

testFrameCases(
  "RFC 6455 §5.2: reserved opcodes",
  [...range(0x3, 0x7), ...range(0xb, 0xf)].flatMap((opcode): FrameCase[] => [
    {
      name: `opcode ${opcode}, empty`,
      chunks: [encodeClientFrame("", { opcode })],
      ...PROTOCOL_ERROR,
    },
    {
      name: `opcode ${opcode} with a payload, between messages`,
      chunks: [
        encodeClientFrame(relayText("before")),
        encodeClientFrame("payload", { opcode }),
        encodeClientFrame(relayText("after")),
      ],
      relayed: ["before"],
      ...PROTOCOL_ERROR,
    },
  ]),
);

testFrameCases("RFC 6455 §5.1 and §5.3: masks", [
  ...["00000000", "ffffffff", "00ff00ff", "01020304"].map((hex): FrameCase => ({
    name: `the masking key ${hex}`,
    chunks: [
      encodeClientFrame(relayText("가나다".repeat(50)), {
        maskingKey: Uint8Array.fromHex(hex),
      }),
    ],
    relayed: ["가나다".repeat(50)],
  })),
  ...[OPCODE.text, OPCODE.ping, OPCODE.pong, OPCODE.close].map(
    (opcode): FrameCase => ({
      name: `opcode ${opcode} without a mask`,
      chunks: [encodeClientFrame("", { opcode, isMasked: false })],
      ...PROTOCOL_ERROR,
    }),
  ),
  {
    name: "a continuation without a mask",
    chunks: [
      encodeClientFrame("{", { isFinal: false }),
      encodeClientFrame("}", {
        opcode: OPCODE.continuation,
        isMasked: false,
      }),
    ],
    ...PROTOCOL_ERROR,
  },
]);

testFrameCases("RFC 6455 §5.6: binary messages, which signaling has none of", [
  {
    name: "a whole one",
    chunks: [encodeClientFrame("x", { opcode: OPCODE.binary })],
    close: 1003,
    left: BROKE_A_RULE,
  },
  {
    name: "an empty one",
    chunks: [encodeClientFrame("", { opcode: OPCODE.binary })],
    close: 1003,
    left: BROKE_A_RULE,
  },
  {
    name: "one in fragments",
    chunks: [
      encodeClientFrame("x", { opcode: OPCODE.binary, isFinal: false }),
      encodeClientFrame("y", { opcode: OPCODE.continuation }),
    ],
    close: 1003,
    left: BROKE_A_RULE,
  },
]);

Deno.test({
  name: "RFC 6455 §5.8: no extension is accepted",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    await using maru = await runMaru({ TLS: "off" });
    const socket = await RawWebSocket.open({
      ...maru,
      headers: { "Sec-WebSocket-Extensions": "permessage-deflate" },
    });
    assert(socket.responseHead.startsWith("HTTP/1.1 101 "));
    assertEquals(/sec-websocket-extensions/i.test(socket.responseHead), false);
    await socket.destroy();
  },
});

Deno.test({
  name: "RFC 6455 over TLS: lengths, a ping within a message, and a close",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    await using maru = await runMaru();
    const [a, b] = [
      await RawWebSocket.open(maru),
      await RawWebSocket.open(maru),
    ];
    await a.waitForEvent("peer-joined");
    await b.waitForEvent("welcome");
    for (const length of [125, 126, 65_535, 65_536]) {
      a.send(relayText(relayDataOf(length)));
      assertEquals(await b.waitForEvent("x"), relayDataOf(length) as unknown);
    }
    const text = relayText("two fragments");
    a.stream.write(encodeClientFrame(text.slice(0, 9), { isFinal: false }));
    a.stream.write(encodeClientFrame("within", { opcode: OPCODE.ping }));
    a.stream.write(
      encodeClientFrame(text.slice(9), { opcode: OPCODE.continuation }),
    );
    assertEquals(await b.waitForEvent("x"), "two fragments" as unknown);
    await a.waitUntil(() => a.pongs.includes("within"));
    a.stream.write(encodeClientFrame("", { opcode: OPCODE.close }));
    assertEquals(await a.waitForClose(), 1000);
    assertEquals((await b.waitForEvent("peer-left")).reason, "left");
    await a.destroy();
    await b.destroy();
  },
});
