import { assertEquals } from "@std/assert";
import { en } from "../../../../client/strings/en.ts";
import {
  carryingText,
  causeText,
  GRAPHS,
  measureText,
  pathText,
  pictureText,
  valueText,
} from "../../../../client/view/quality_text.ts";
import { textOf } from "../../../../client/strings/language.ts";
import type { Text } from "../../../../client/view/text.ts";
import { sampleWith } from "../engine/quality/fixtures.ts";

const text: Text = (key, fill) =>
  textOf({ language: "en", strings: en }, key, fill);

Deno.test("causeText() names whose network it is", () => {
  const finding = { grade: "poor", trouble: "loss-in" } as const;
  const cause = (side: "own" | "theirs" | "between" | null) =>
    causeText(text, { finding, side }, "Bob");
  assertEquals(cause("theirs"), "Bob's network is losing packets.");
  assertEquals(cause("own"), "Your network is losing packets.");
  assertEquals(cause(null), "Packets from Bob to you are being lost.");
});

Deno.test("causeText() has nothing to say when all is good", () => {
  const finding = { grade: "good", trouble: null } as const;
  assertEquals(causeText(text, { finding, side: null }, "Bob"), "");
  assertEquals(causeText(text, { finding: null, side: null }, "Bob"), "");
});

Deno.test("carryingText() tells how many, and what sets the limit", () => {
  const about = { members: 5, isAtLeast: false } as const;
  assertEquals(
    carryingText(text, { ...about, limitedBy: "network" }),
    "Your network can handle about 5 participants.",
  );
  assertEquals(
    carryingText(text, { ...about, limitedBy: "device" }),
    "Your device can handle about 5 participants.",
  );
  assertEquals(
    carryingText(text, { ...about, isAtLeast: true, limitedBy: "network" }),
    "Your device and network can handle at least 5 participants.",
  );
  assertEquals(
    carryingText(text, { members: 8, isAtLeast: true, limitedBy: null }),
    "Your device and network can handle 8 participants, the maximum in a call.",
  );
});

Deno.test("measureText() tells what the page did, and nothing else", () => {
  assertEquals(measureText(text, { isBeyond: false, heldBackBy: null }), "");
  const all = [
    measureText(text, { isBeyond: true, heldBackBy: "device" }),
    measureText(text, { isBeyond: false, heldBackBy: "device" }),
    measureText(text, { isBeyond: false, heldBackBy: "network" }),
  ];
  assertEquals(new Set(all).size, 3);
});

Deno.test("pictureText() has size, rate and codec, or a word for none", () => {
  assertEquals(
    pictureText(text, 640, 360, 19.7, "VP8"),
    "640 × 360 · 20 fps · VP8",
  );
  assertEquals(pictureText(text, 640, 360, 20, null), "640 × 360 · 20 fps");
  assertEquals(pictureText(text, 640, 360, 0, "VP8"), "None");
  assertEquals(pictureText(text, null, null, null, null), "None");
});

Deno.test("pathText() has types and protocol, and no address", () => {
  const path = {
    localType: "host",
    remoteType: "srflx",
    protocol: "udp",
    relayProtocol: null,
  };
  assertEquals(pathText(text, path), "Direct · host – srflx · UDP");
  assertEquals(
    pathText(text, { ...path, localType: "relay", relayProtocol: "tls" }),
    "Relayed · relay – srflx · TLS",
  );
  assertEquals(
    pathText(text, { ...path, remoteType: "relay" }),
    "Relayed · host – relay · UDP",
  );
  assertEquals(pathText(text, null), "Unknown");
});

Deno.test("valueText() rounds, and does not invent", () => {
  assertEquals(valueText(text, "unitMs", 9.94), "9.9 ms");
  assertEquals(valueText(text, "unitMs", 123.4), "123 ms");
  assertEquals(valueText(text, "unitPercent", null), "Unknown");
});

Deno.test("Each graph reads a value, and loss in per cent", () => {
  const sample = sampleWith({ lossIn: 0.05, lossOut: 0.1 });
  const values = Object.fromEntries(
    GRAPHS.map(({ id, read }) => [id, read(sample)]),
  );
  assertEquals(values, {
    "rtt": 20,
    "loss-in": 5,
    "loss-out": 10,
    "jitter": 2,
    "in": 600,
    "out": 600,
  });
});
