import { assertEquals } from "@std/assert";
import {
  type CheckCode,
  type CheckName,
  type CheckResults,
  CHECKS,
  INITIAL_RESULTS,
  makeResult,
} from "../../../../../client/engine/check/check_result.ts";
import {
  findUncheckedDevices,
  judgeResults,
  SLOW_MBIT_PER_SECOND,
} from "../../../../../client/engine/check/check_diagnosis.ts";

type Codes = Partial<Record<CheckName, CheckCode>>;

/** Results that are all good except the given ones. */
function results(codes: Codes, mbitPerSecond = 50): CheckResults {
  const known: Record<CheckName, CheckCode> = {
    camera: "ok",
    microphone: "ok",
    speaker: "ok",
    signaling: "ok",
    stun: "ok",
    udp: "ok",
    tcp: "ok",
    tls: "ok",
    ...codes,
  };
  const all = { ...INITIAL_RESULTS };
  for (const name of CHECKS) {
    const code = known[name];
    all[name] = makeResult(code, code === "ok" ? { mbitPerSecond } : {});
  }
  return all;
}

const no = (code: CheckCode): Codes => ({ udp: code, tcp: code, tls: code });

const CASES: readonly (readonly [Codes, string, string])[] = [
  [{}, "good", ""],
  [{ tls: "not-offered" }, "good", ""],
  [{ signaling: "unreachable" }, "bad", "server-unreachable"],
  [{ signaling: "certificate" }, "bad", "socket-certificate"],
  [{ signaling: "no-socket" }, "bad", "socket-blocked"],
  [{ signaling: "no-answer" }, "bad", "socket-silent"],
  [{ signaling: "rejected" }, "bad", "socket-rejected"],
  [
    { signaling: "unreachable", stun: "unreachable", ...no("unreachable") },
    "bad",
    "server-unreachable",
  ],
  [{ stun: "no-webrtc", ...no("no-webrtc") }, "bad", "no-webrtc"],
  [{ stun: "not-offered", ...no("not-offered") }, "limited", "no-relay"],
  [
    { stun: "no-answer", ...no("not-offered") },
    "limited",
    "udp-blocked no-relay",
  ],
  [{ stun: "no-answer", ...no("no-answer") }, "limited", "relay-unreachable"],
  [{ ...no("no-answer"), tls: "certificate" }, "limited", "relay-unreachable"],
  [{ ...no("no-answer"), tcp: "rejected" }, "limited", "relay-rejected"],
  [{ ...no("no-answer"), tls: "no-path" }, "limited", "relay-no-path"],
  [{ stun: "no-answer", udp: "no-answer" }, "limited", "udp-blocked"],
  [{ stun: "not-offered", udp: "no-answer" }, "limited", "udp-blocked"],
  [{ stun: "no-answer", udp: "not-offered" }, "limited", "udp-blocked"],
  [{ udp: "no-answer" }, "limited", "relay-udp-blocked"],
  [{ stun: "no-answer" }, "limited", "stun-silent"],
  [{ tcp: "no-answer" }, "limited", "relay-tcp-blocked"],
  [{ tls: "no-answer" }, "limited", "relay-tls-blocked"],
  [{ tls: "certificate" }, "limited", "relay-certificate"],
  [{ microphone: "refused" }, "limited", "microphone-refused"],
  [{ microphone: "missing" }, "limited", "microphone-missing"],
  [{ microphone: "busy" }, "limited", "microphone-busy"],
  [{ microphone: "insecure" }, "limited", "microphone-insecure"],
  [
    { microphone: "refused-by-system" },
    "limited",
    "microphone-refused-by-system",
  ],
  [{ camera: "unsupported" }, "limited", "camera-unsupported"],
  [{ microphone: "silent" }, "limited", "microphone-silent"],
  [{ camera: "refused" }, "limited", "camera-refused"],
  [{ camera: "missing" }, "limited", "camera-missing"],
  [{ camera: "busy" }, "limited", "camera-busy"],
  [{ camera: "insecure" }, "limited", "camera-insecure"],
  [{ speaker: "blocked" }, "limited", "speaker-blocked"],
  [{ speaker: "unheard" }, "limited", "speaker-unheard"],
  [
    { camera: "refused", signaling: "no-socket" },
    "bad",
    "socket-blocked camera-refused",
  ],
];

for (const [codes, level, causes] of CASES) {
  const what = JSON.stringify(codes);
  Deno.test(`judgeResults() of ${what} is ${level}: ${causes}`, () => {
    const verdict = judgeResults(results(codes));
    assertEquals([verdict.level, verdict.causes.join(" ")], [level, causes]);
  });
}

Deno.test("judgeResults() calls the relay slow below its limit, not at it", () => {
  const below = judgeResults(results({}, SLOW_MBIT_PER_SECOND - 0.01));
  assertEquals(below.causes, ["relay-slow"]);
  assertEquals(judgeResults(results({}, SLOW_MBIT_PER_SECOND)).causes, []);
});

Deno.test("judgeResults() finds no cause in unfinished checks", () => {
  assertEquals(judgeResults(INITIAL_RESULTS), { level: "good", causes: [] });
});

Deno.test("findUncheckedDevices() names the speaker until its sound is confirmed or missed", () => {
  const checked = results({});
  const waiting: CheckResults = { ...checked, speaker: { state: "waiting" } };
  assertEquals(findUncheckedDevices(waiting, true), ["speaker"]);
  assertEquals(findUncheckedDevices(checked, true), []);
  assertEquals(findUncheckedDevices(results({ speaker: "unheard" }), true), []);
});

Deno.test("findUncheckedDevices() names an open microphone that has picked up no sound", () => {
  assertEquals(findUncheckedDevices(results({}), false), ["microphone"]);
  const refused = results({ microphone: "refused" });
  assertEquals(findUncheckedDevices(refused, false), []);
});
