import { assertEquals } from "@std/assert";
import { en } from "../../../../../client/strings/en.ts";
import {
  carryingText,
  causeText,
  GRAPHS,
  measureText,
  pathText,
  pictureText,
  valueText,
} from "../../../../../client/view/quality/quality_text.ts";
import { textOf } from "../../../../../client/strings/language.ts";
import type { Text } from "../../../../../client/view/context/i18n.ts";
import { sampleWith } from "../../engine/quality/fixtures.ts";

const text: Text = (key, fill) => textOf(en, key, fill);

Deno.test("causeText() names whose network it is", () => {
  const finding = { grade: "poor", trouble: "loss-in" } as const;
  const cause = (side: "own" | "theirs" | "between" | null) =>
    causeText(text, { finding, side }, "Bob");
  assertEquals(cause("theirs"), "The network of Bob loses packets.");
  assertEquals(cause("own"), "Your network loses packets.");
  assertEquals(cause(null), "Packets from Bob get lost on the way to you.");
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
    "This network carries about 5 in a call.",
  );
  assertEquals(
    carryingText(text, { ...about, limitedBy: "device" }),
    "This device carries about 5 in a call.",
  );
  assertEquals(
    carryingText(text, { ...about, isAtLeast: true, limitedBy: "network" }),
    "This device and network carry at least 5 in a call.",
  );
  assertEquals(
    carryingText(text, { members: 8, isAtLeast: true, limitedBy: null }),
    "This device and network carry 8 in a call, which is as many as can meet here.",
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
  assertEquals(pictureText(text, 640, 360, 0, "VP8"), "none");
  assertEquals(pictureText(text, null, null, null, null), "none");
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
  assertEquals(pathText(text, null), "not known");
});

Deno.test("valueText() rounds, and does not invent", () => {
  assertEquals(valueText(text, "unitMs", 9.94), "9.9 ms");
  assertEquals(valueText(text, "unitMs", 123.4), "123 ms");
  assertEquals(valueText(text, "unitPercent", null), "not known");
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
