import { assertEquals } from "@std/assert";
import { en } from "../../../../../client/strings/en.ts";
import { PANEL_STRINGS } from "../../../../../client/strings/panel_strings.ts";
import {
  describeCapacity,
  describeIssue,
  describeMitigation,
  formatCandidatePair,
  formatGraphValue,
  formatVideo,
  QUALITY_GRAPHS,
} from "../../../../../client/view/quality/quality_text.ts";
import { formatText } from "../../../../../client/strings/language.ts";
import type { TextFormatter } from "../../../../../client/view/context/i18n.ts";
import { sampleWith } from "../../engine/quality/fixtures.ts";

const text: TextFormatter = (key, params) =>
  formatText(
    { language: "en", strings: { ...en, ...PANEL_STRINGS.en } },
    key,
    params,
  );

Deno.test("describeIssue() names the side at fault", () => {
  const assessment = { grade: "poor", issue: "loss-in" } as const;
  const cause = (side: "own" | "theirs" | "between" | null) =>
    describeIssue(text, { assessment, faultSide: side }, "Bob");
  assertEquals(cause("theirs"), "Bob's network is losing packets.");
  assertEquals(cause("own"), "Your network is losing packets.");
  assertEquals(cause(null), "Packets from Bob to you are being lost.");
});

Deno.test("describeIssue() is empty without an issue", () => {
  const assessment = { grade: "good", issue: null } as const;
  assertEquals(
    describeIssue(text, { assessment, faultSide: null }, "Bob"),
    "",
  );
  assertEquals(
    describeIssue(text, { assessment: null, faultSide: null }, "Bob"),
    "",
  );
});

Deno.test("describeCapacity() states the number of members and the limiting side", () => {
  const base = { maxMembers: 5, isLowerBound: false } as const;
  assertEquals(
    describeCapacity(text, { ...base, limitedBy: "network" }),
    "Your network can handle about 5 participants.",
  );
  assertEquals(
    describeCapacity(text, { ...base, limitedBy: "device" }),
    "Your device can handle about 5 participants.",
  );
  assertEquals(
    describeCapacity(text, {
      ...base,
      isLowerBound: true,
      limitedBy: "network",
    }),
    "Your device and network can handle at least 5 participants.",
  );
  assertEquals(
    describeCapacity(text, {
      maxMembers: 8,
      isLowerBound: true,
      limitedBy: null,
    }),
    "Your device and network can handle 8 participants, the maximum in a call.",
  );
});

Deno.test("describeMitigation() has a text for each mitigation and is empty without one", () => {
  assertEquals(
    describeMitigation(text, { isOverCapacity: false, limitedBy: null }),
    "",
  );
  const all = [
    describeMitigation(text, { isOverCapacity: true, limitedBy: "device" }),
    describeMitigation(text, { isOverCapacity: false, limitedBy: "device" }),
    describeMitigation(text, { isOverCapacity: false, limitedBy: "network" }),
  ];
  assertEquals(new Set(all).size, 3);
});

Deno.test("formatVideo() lists resolution, frame rate and codec, or says that there is no video", () => {
  assertEquals(
    formatVideo(text, 640, 360, 19.7, "VP8"),
    "640 × 360 · 20 fps · VP8",
  );
  assertEquals(formatVideo(text, 640, 360, 20, null), "640 × 360 · 20 fps");
  assertEquals(formatVideo(text, 640, 360, 0, "VP8"), "None");
  assertEquals(formatVideo(text, null, null, null, null), "None");
});

Deno.test("formatCandidatePair() lists candidate types and protocol, without addresses", () => {
  const path = {
    localType: "host",
    remoteType: "srflx",
    protocol: "udp",
    relayProtocol: null,
  };
  assertEquals(formatCandidatePair(text, path), "Direct · host – srflx · UDP");
  assertEquals(
    formatCandidatePair(text, {
      ...path,
      localType: "relay",
      relayProtocol: "tls",
    }),
    "Relayed · relay – srflx · TLS",
  );
  assertEquals(
    formatCandidatePair(text, { ...path, remoteType: "relay" }),
    "Relayed · host – relay · UDP",
  );
  assertEquals(formatCandidatePair(text, null), "Unknown");
});

Deno.test("formatGraphValue() rounds a value and keeps a missing one unknown", () => {
  assertEquals(formatGraphValue(text, "unitMs", 9.94), "9.9 ms");
  assertEquals(formatGraphValue(text, "unitMs", 123.4), "123 ms");
  assertEquals(formatGraphValue(text, "unitPercent", null), "Unknown");
});

Deno.test("Each graph reads its value, loss in percent", () => {
  const sample = sampleWith({ lossIn: 0.05, lossOut: 0.1 });
  const values = Object.fromEntries(
    QUALITY_GRAPHS.map(({ id, read }) => [id, read(sample)]),
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
