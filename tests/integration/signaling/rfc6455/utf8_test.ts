/** Text is UTF-8: RFC 6455 sections 5.6 and 8.1, RFC 3629. @module */
import {
  concatBytes,
  encodeClientFrame,
} from "../../../../tools/websocket_frames.ts";
import {
  BROKE_A_RULE,
  encodeFragments,
  type FrameCase,
  relayBytes,
  relayText,
  splitBytes,
  testFrameCases,
} from "./frame_exchange.ts";

const NOT_UTF8 = { close: 1007, left: BROKE_A_RULE } as const;

/** First and last characters of each length, and odd ones between. */
const CHARACTERS: Readonly<Record<string, string>> = {
  "U+0020": " ",
  "U+007F": "\u{7f}",
  "U+0080": "\u{80}",
  "U+07FF": "\u{7ff}",
  "U+0800": "\u{800}",
  "U+D7FF, before the surrogates": "\u{d7ff}",
  "U+E000, after the surrogates": "\u{e000}",
  "U+FEFF, the byte order mark": "\u{feff}",
  "U+FFFD": "\u{fffd}",
  "U+FFFE, no character": "\u{fffe}",
  "U+FFFF, no character": "\u{ffff}",
  "U+10000": "\u{10000}",
  "U+1F3E0": "\u{1f3e0}",
  "U+10FFFF": "\u{10ffff}",
  "Greek": "κόσμε",
  "Korean": "마루",
};

const SPLIT_TEXT = "µ한글🏠\u{10ffff}끝";

testFrameCases("RFC 6455 §5.6: text of any characters", [
  ...Object.entries(CHARACTERS).map(([name, text]): FrameCase => ({
    name,
    chunks: [encodeClientFrame(relayText(text))],
    relayed: [text],
  })),
  ...splitPositions().map((at): FrameCase => ({
    name: `a message split into fragments at byte ${at}`,
    chunks: encodeFragments(splitAt(encoded(SPLIT_TEXT), at)),
    relayed: [SPLIT_TEXT],
  })),
  {
    name: "each byte a fragment",
    chunks: encodeFragments(splitBytes(encoded(SPLIT_TEXT))),
    relayed: [SPLIT_TEXT],
  },
  {
    name: "each byte of the stream a chunk",
    chunks: splitBytes(encodeClientFrame(encoded(SPLIT_TEXT))),
    relayed: [SPLIT_TEXT],
  },
]);

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(relayText(text));
}

function splitPositions(): number[] {
  return Array.from({ length: encoded(SPLIT_TEXT).length + 1 }, (_, i) => i);
}

function splitAt(bytes: Uint8Array, at: number): Uint8Array[] {
  return [bytes.subarray(0, at), bytes.subarray(at)];
}

/** Byte sequences that RFC 3629 excludes. */
const INVALID: Readonly<Record<string, readonly number[]>> = {
  "a lone continuation byte": [0x80],
  "a lone last continuation byte": [0xbf],
  "two continuation bytes": [0x80, 0xbf],
  "0xC0, which no character has": [0xc0],
  "0xF5, which no character has": [0xf5],
  "0xFE": [0xfe],
  "0xFF": [0xff],
  "0xFE 0xFE 0xFF 0xFF": [0xfe, 0xfe, 0xff, 0xff],
  "a start of two bytes, then ASCII": [0xc3, 0x20],
  "a start of three bytes, then ASCII": [0xe2, 0x82, 0x20],
  "a start of four bytes, then ASCII": [0xf0, 0x9f, 0x8f, 0x20],
  "U+002F in two bytes": [0xc0, 0xaf],
  "U+002F in three bytes": [0xe0, 0x80, 0xaf],
  "U+002F in four bytes": [0xf0, 0x80, 0x80, 0xaf],
  "U+007F in two bytes": [0xc1, 0xbf],
  "U+07FF in three bytes": [0xe0, 0x9f, 0xbf],
  "U+FFFF in four bytes": [0xf0, 0x8f, 0xbf, 0xbf],
  "the surrogate U+D800": [0xed, 0xa0, 0x80],
  "the surrogate U+DB7F": [0xed, 0xad, 0xbf],
  "the surrogate U+DFFF": [0xed, 0xbf, 0xbf],
  "a pair of surrogates": [0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80],
  "U+110000": [0xf4, 0x90, 0x80, 0x80],
  "U+200000 in five bytes": [0xf8, 0x88, 0x80, 0x80, 0x80],
  "U+4000000 in six bytes": [0xfc, 0x84, 0x80, 0x80, 0x80, 0x80],
};

testFrameCases(
  "RFC 6455 §8.1: text that is not UTF-8",
  Object.entries(INVALID).flatMap(([name, bytes]): FrameCase[] => [
    {
      name: `${name}, after a message and before another`,
      chunks: [
        encodeClientFrame(relayText("before")),
        encodeClientFrame(relayBytes(...bytes)),
        encodeClientFrame(relayText("after")),
      ],
      relayed: ["before"],
      ...NOT_UTF8,
    },
    {
      name: `${name}, each byte a fragment`,
      chunks: encodeFragments(splitBytes(relayBytes(...bytes))),
      ...NOT_UTF8,
    },
  ]),
);

testFrameCases("RFC 6455 §8.1: characters that are cut off", [
  ...[[0xc3], [0xe2, 0x82], [0xf0, 0x9f], [0xf0, 0x9f, 0x8f]].flatMap(
    (bytes): FrameCase[] => [
      {
        name: `a message that ends after ${bytes.length} of its bytes`,
        chunks: [encodeClientFrame(Uint8Array.from(bytes))],
        ...NOT_UTF8,
      },
      {
        name: `fragments that end after ${bytes.length} of its bytes`,
        chunks: [
          concatBytes(...encodeFragments([Uint8Array.from(bytes), "", ""])),
        ],
        ...NOT_UTF8,
      },
    ],
  ),
]);

testFrameCases(
  "RFC 6455 §8.1: the connection fails before the message ends",
  Object.entries(INVALID).map(([name, bytes]): FrameCase => ({
    name,
    chunks: encodeFragments([
      new TextEncoder().encode("κόσμε"),
      ...splitBytes(Uint8Array.from(bytes)),
      // Ends an unfinished character; what follows is never sent.
      " ",
      "",
    ]).slice(0, -1),
    ...NOT_UTF8,
  })),
);
