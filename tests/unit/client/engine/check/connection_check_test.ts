import { assertEquals } from "@std/assert";
import {
  type CheckPlatform,
  ConnectionCheck,
  INITIAL_CHECK_STATE,
} from "../../../../../client/engine/check/connection_check.ts";
import {
  type CheckResult,
  CHECKS,
} from "../../../../../client/engine/check/check_result.ts";
import {
  type AudioTestPlatform,
  SILENT_LEVEL,
  type StreamLevelMeter,
} from "../../../../../client/engine/check/audio_check.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";
import {
  FAKE_MEDIA_ACCESS,
  FakeMediaDevices,
  isTrackStopped,
} from "../../fakes/fake_media.ts";
import {
  type FakeIceOutcome,
  FakeRelayNetwork,
} from "../../fakes/fake_relay_network.ts";
import { FakeSignalingTransport } from "../../fakes/fake_signaling_transport.ts";

const ICE = {
  iceServers: [
    { urls: ["stun:r:1"] },
    {
      urls: ["turn:r:1?transport=udp", "turns:r:2?transport=tcp"],
      username: "u",
      credential: "c",
    },
  ],
  ttlSeconds: 60,
};
const WORKS: FakeIceOutcome = {
  candidates: ["srflx", "relay"],
  isReachable: true,
  delayMs: 9,
};

interface World {
  /** Paths that answer over http. */
  readonly paths?: readonly string[];
  readonly isSocketOpen?: boolean;
  readonly outcomeOf?: (url: string) => FakeIceOutcome;
  readonly level?: number;
  readonly plays?: boolean;
  readonly hasWebRtc?: boolean;
}

/** Audio that records its open meters. */
class FakeAudio implements AudioTestPlatform {
  openMeters = 0;

  constructor(readonly clock: FakeClock, readonly world: World) {}

  startMeter(): StreamLevelMeter {
    this.openMeters++;
    return {
      level: () => this.world.level ?? 0.5,
      stop: () => this.openMeters--,
    };
  }

  recordStream(_: MediaStream, durationMs: number): Promise<Blob> {
    return new Promise((resolve) =>
      this.clock.after(durationMs, () => resolve(new Blob()))
    );
  }

  playRecording(): Promise<boolean> {
    return Promise.resolve(this.world.plays ?? true);
  }

  playTone(): Promise<boolean> {
    return Promise.resolve(this.world.plays ?? true);
  }
}

function setUp(world: World = {}) {
  const clock = new FakeClock();
  const fake = new FakeMediaDevices();
  const sockets: FakeSignalingTransport[] = [];
  const rooms: string[] = [];
  const audio = new FakeAudio(clock, world);
  const platform: CheckPlatform = {
    clock,
    makeId: () => "abcd",
    devices: fake.devices,
    mediaAccess: FAKE_MEDIA_ACCESS,
    audio,
    fetchPath: (path) => {
      const ok = world.paths?.includes(path) ?? false;
      return world.paths
        ? Promise.resolve({ ok, json: () => Promise.resolve(ICE) })
        : Promise.reject(new TypeError("Failed to fetch"));
    },
    hasWebRtc: world.hasWebRtc ?? true,
    makePc:
      new FakeRelayNetwork(clock, world.outcomeOf ?? (() => WORKS)).makePc,
    openSocket: (room, _, events) => {
      rooms.push(room);
      const socket = new FakeSignalingTransport(events, (event, self) => {
        if (event === "ping") self.receive("pong", { received: 0 });
      });
      sockets.push(socket);
      queueMicrotask(() => {
        if (world.isSocketOpen === false) events.onClose(1006);
        else socket.receive("welcome", { id: room, ...ICE });
      });
      return socket;
    },
  };
  const store = new Store(INITIAL_CHECK_STATE);
  const check = new ConnectionCheck(store, platform);
  const codes = () =>
    CHECKS.map((name) => {
      const result: CheckResult = store.get().results[name];
      return result.state === "done" ? result.code : result.state;
    }).join(" ");
  const run = async () => {
    void check.run();
    await pass(clock, () => store.get().phase === "done");
  };
  return {
    clock,
    fake,
    sockets,
    rooms,
    store,
    check,
    codes,
    run,
    openMeters: () => audio.openMeters,
  };
}

/** Advances the clock until a condition holds. */
async function pass(clock: FakeClock, isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 3_000 && !isSo(); i++) {
    await settlePromises();
    clock.advance(10);
  }
}

Deno.test("ConnectionCheck.run() runs all checks that need no answer of the person", async () => {
  const { run, codes, rooms, sockets } = setUp();
  await run();
  assertEquals(codes(), "ok ok waiting ok ok ok not-offered ok");
  assertEquals(rooms, ["check-abcd", "check-abcd"]);
  assertEquals(sockets.map((s) => s.sent.at(-1)), ["leave", "leave"]);
});

Deno.test("ConnectionCheck measures the relay with /ice when signaling fails", async () => {
  const paths = ["/livez", "/ice"];
  const { run, codes } = setUp({ isSocketOpen: false, paths });
  await run();
  assertEquals(codes(), "ok ok waiting no-socket ok ok not-offered ok");
});

Deno.test("ConnectionCheck stops when the server cannot be reached", async () => {
  const { run, codes } = setUp({ isSocketOpen: false });
  await run();
  const rest = "unreachable unreachable unreachable unreachable unreachable";
  assertEquals(codes(), `ok ok waiting ${rest}`);
});

Deno.test("ConnectionCheck reports a browser without WebRTC", async () => {
  const { run, codes } = setUp({ hasWebRtc: false });
  await run();
  const rest = "no-webrtc no-webrtc no-webrtc no-webrtc";
  assertEquals(codes(), `ok ok waiting ok ${rest}`);
  const forbidden = setUp({
    outcomeOf: () => {
      throw new DOMException("Forbidden", "NotAllowedError");
    },
  });
  await forbidden.run();
  assertEquals(forbidden.codes(), `ok ok waiting ok ${rest}`);
});

Deno.test("ConnectionCheck counts STUN as working when the relay on the same port does", async () => {
  const { run, codes } = setUp({
    outcomeOf: (url) =>
      url.startsWith("stun:") ? { isGatheringEndless: true } : WORKS,
  });
  await run();
  assertEquals(codes(), "ok ok waiting ok ok ok not-offered ok");
  const silent = setUp({ outcomeOf: () => ({ isGatheringEndless: true }) });
  await silent.run();
  const rest = "no-answer no-answer not-offered no-answer";
  assertEquals(silent.codes(), `ok ok waiting ok ${rest}`);
});

Deno.test("ConnectionCheck accepts a relay that it only reaches when it has no seat", async () => {
  for (const isSocketOpen of [true, false]) {
    const { run, codes } = setUp({
      isSocketOpen,
      paths: ["/livez", "/ice"],
      outcomeOf: () => ({ candidates: ["srflx", "relay"] }),
    });
    await run();
    const code = isSocketOpen ? "no-path" : "ok";
    const [, , , , , udp, , tls] = codes().split(" ");
    assertEquals([udp, tls], [code, code]);
  }
});

for (const [paths, code] of [[["/ca.crt"], "certificate"], [[], "no-answer"]]) {
  Deno.test(`ConnectionCheck reports ${code} when only TLS has no answer and http has [${paths}]`, async () => {
    const { run, codes } = setUp({
      paths: [...paths ?? []],
      outcomeOf: (url) => url.startsWith("turns:") ? {} : WORKS,
    });
    await run();
    assertEquals(codes(), `ok ok waiting ok ok ok not-offered ${code}`);
  });
}

Deno.test("ConnectionCheck.recordAndPlay() detects a silent microphone", async () => {
  for (const [level, code] of [[0, "silent"], [SILENT_LEVEL, "ok"]] as const) {
    const { run, check, clock, store, codes } = setUp({ level });
    await run();
    assertEquals(store.get().isMicrophoneHeard, code === "ok");
    void check.recordAndPlay();
    await settlePromises();
    assertEquals(store.get().recording, "recording");
    await pass(clock, () => store.get().recording === "none");
    assertEquals(codes().split(" ")[1], code);
    check.release();
  }
});

Deno.test("ConnectionCheck.playTone() takes the answer of the person, or of the browser", async () => {
  const heard = setUp();
  await heard.check.playTone();
  assertEquals(heard.store.get().tone, "asked");
  heard.check.answerTone(false);
  assertEquals(heard.codes().split(" ")[2], "unheard");
  heard.check.answerTone(true);
  assertEquals(heard.codes().split(" ")[2], "ok");
  const blocked = setUp({ plays: false });
  await blocked.check.playTone();
  assertEquals(blocked.codes().split(" ")[2], "blocked");
});

Deno.test("ConnectionCheck.release() closes what it opened", async () => {
  const { run, check, fake, store, openMeters } = setUp();
  await run();
  assertEquals([store.get().isMicrophoneOpen, openMeters()], [true, 1]);
  check.release();
  assertEquals(fake.grantedTracks.map(isTrackStopped), [true, true]);
  assertEquals([store.get().isMicrophoneOpen, openMeters()], [false, 0]);
  assertEquals(store.get().preview, null);
});
