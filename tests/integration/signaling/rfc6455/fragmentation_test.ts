/** Fragments and control frames: RFC 6455 sections 5.4 and 5.5. @module */
import {
  concatBytes,
  encodeClientFrame,
  OPCODE,
} from "../../../../tools/websocket_frames.ts";
import {
  BROKE_A_RULE,
  encodeFragments,
  type FrameCase,
  relayDataOf,
  relayText,
  splitBytes,
  testFrameCases,
} from "./frame_exchange.ts";

const PROTOCOL_ERROR = { close: 1002, left: BROKE_A_RULE } as const;
const TEXT = relayText("조각난 메시지");

/** `text` in pieces of `size` UTF-16 units. */
function piecesOf(text: string, size: number): string[] {
  return Array.from(
    { length: Math.ceil(text.length / size) },
    (_, i) => text.slice(i * size, (i + 1) * size),
  );
}

function ping(payload: string | Uint8Array): Uint8Array {
  return encodeClientFrame(payload, { opcode: OPCODE.ping });
}

function pong(payload: string): Uint8Array {
  return encodeClientFrame(payload, { opcode: OPCODE.pong });
}

function continuation(payload: string, isFinal: boolean): Uint8Array {
  return encodeClientFrame(payload, { opcode: OPCODE.continuation, isFinal });
}

function start(payload: string): Uint8Array {
  return encodeClientFrame(payload, { isFinal: false });
}

const RELAYED = { relayed: ["조각난 메시지"] };

testFrameCases("RFC 6455 §5.4: fragments", [
  ...[1, 2, 7, 20].map((size): FrameCase => ({
    name: `fragments of ${size} characters, a frame in each chunk`,
    chunks: encodeFragments(piecesOf(TEXT, size)),
    ...RELAYED,
  })),
  {
    name: "fragments in one chunk",
    chunks: [concatBytes(...encodeFragments(piecesOf(TEXT, 3)))],
    ...RELAYED,
  },
  {
    name: "fragments, a byte at a time",
    chunks: splitBytes(concatBytes(...encodeFragments(piecesOf(TEXT, 5)))),
    ...RELAYED,
  },
  {
    name: "empty fragments at the start, within and at the end",
    chunks: encodeFragments(["", "", TEXT.slice(0, 9), "", TEXT.slice(9), ""]),
    ...RELAYED,
  },
  {
    name: "only empty fragments, which are no message",
    chunks: encodeFragments(["", "", ""]),
    errors: ["bad-message"],
  },
  {
    name: "a ping after each fragment",
    chunks: encodeFragments(piecesOf(TEXT, 8)).flatMap((frame, i) => [
      frame,
      ping(`ping ${i}`),
    ]),
    lastPong: `ping ${piecesOf(TEXT, 8).length - 1}`,
    ...RELAYED,
  },
  {
    name: "a ping within a message, a byte at a time",
    chunks: splitBytes(concatBytes(
      start(TEXT.slice(0, 10)),
      ping("within"),
      continuation(TEXT.slice(10), true),
    )),
    lastPong: "within",
    ...RELAYED,
  },
  {
    name: "a pong within a message",
    chunks: [
      start(TEXT.slice(0, 10)),
      pong("x"),
      continuation(TEXT.slice(10), true),
    ],
    ...RELAYED,
  },
  {
    name: "200,000 bytes in fragments of 1000",
    chunks: [
      concatBytes(
        ...encodeFragments(piecesOf(relayText(relayDataOf(200_000)), 1000)),
      ),
    ],
    relayed: [relayDataOf(200_000)],
  },
  {
    name: "a second message in fragments after the first",
    chunks: [
      ...encodeFragments(piecesOf(relayText("first"), 6)),
      ...encodeFragments(piecesOf(relayText("second"), 6)),
    ],
    relayed: ["first", "second"],
  },
]);

testFrameCases("RFC 6455 §5.4: fragments that are not allowed", [
  {
    name: "a continuation of nothing",
    chunks: [continuation(TEXT, true)],
    ...PROTOCOL_ERROR,
  },
  {
    name: "a continuation of nothing that is not final",
    chunks: [continuation(TEXT, false)],
    ...PROTOCOL_ERROR,
  },
  {
    name: "a continuation after a whole message",
    chunks: [encodeClientFrame(TEXT), continuation("x", true)],
    ...RELAYED,
    ...PROTOCOL_ERROR,
  },
  {
    name: "a continuation after the last fragment",
    chunks: [...encodeFragments(piecesOf(TEXT, 9)), continuation("x", true)],
    ...RELAYED,
    ...PROTOCOL_ERROR,
  },
  {
    name: "a whole message within another one",
    chunks: [start("{"), encodeClientFrame(TEXT)],
    ...PROTOCOL_ERROR,
  },
  {
    name: "the start of a message within another one",
    chunks: [start("{"), start("{"), continuation("}", true)],
    ...PROTOCOL_ERROR,
  },
  {
    name: "a binary message within a text message",
    chunks: [start("{"), encodeClientFrame("x", { opcode: OPCODE.binary })],
    ...PROTOCOL_ERROR,
  },
  {
    name: "fragments over the limit, before the message ends",
    chunks: [
      start("x".repeat(100_000)),
      continuation("x".repeat(100_001), false),
    ],
    errors: ["too-big"],
    close: 1009,
    left: BROKE_A_RULE,
  },
]);

const BINARY_PAYLOAD = Uint8Array.from({ length: 125 }, (_, i) => 255 - i);

testFrameCases("RFC 6455 §5.5.2: pings are answered with their payload", [
  ...[0, 1, 124, 125].map((length): FrameCase => ({
    name: `a ping of ${length} bytes`,
    chunks: [ping("p".repeat(length))],
    lastPong: "p".repeat(length),
  })),
  {
    name: "a ping of bytes that are not UTF-8",
    chunks: [ping(BINARY_PAYLOAD)],
    lastPong: String.fromCharCode(...BINARY_PAYLOAD),
  },
  {
    name: "a ping, a byte at a time",
    chunks: splitBytes(ping("slow")),
    lastPong: "slow",
  },
  {
    name: "ten pings at once: the last one at least",
    chunks: [
      concatBytes(...Array.from({ length: 10 }, (_, i) => ping(`ping ${i}`))),
    ],
    lastPong: "ping 9",
  },
  {
    name: "an unsolicited pong, which has no answer",
    chunks: [pong("nobody asked"), pong("")],
  },
]);

testFrameCases(
  "RFC 6455 §5.5: control frames that are not allowed",
  ([["close", OPCODE.close], ["ping", OPCODE.ping], [
    "pong",
    OPCODE.pong,
  ]] as const)
    .flatMap(([kind, opcode]): FrameCase[] => [
      {
        name: `a ${kind} frame of 126 bytes`,
        chunks: [encodeClientFrame("x".repeat(126), { opcode })],
        ...PROTOCOL_ERROR,
      },
      {
        name: `a ${kind} frame of 65,536 bytes`,
        chunks: [encodeClientFrame("x".repeat(65_536), { opcode })],
        ...PROTOCOL_ERROR,
      },
      {
        name: `a ${kind} frame of 5 bytes with a length of 16 bits`,
        chunks: [encodeClientFrame("12345", { opcode, lengthBytes: 2 })],
        ...PROTOCOL_ERROR,
      },
      {
        name: `a fragmented ${kind} frame`,
        chunks: [
          encodeClientFrame("", { opcode, isFinal: false }),
          continuation("", true),
        ],
        ...PROTOCOL_ERROR,
      },
    ]),
);
