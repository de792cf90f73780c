import { assert, assertEquals } from "@std/assert";
import { ChannelMultiplexer } from "../../../../../client/engine/peer/channel_multiplexer.ts";
import {
  HIDDEN_INTERVAL_MS,
  QualityController,
  VISIBLE_INTERVAL_MS,
} from "../../../../../client/engine/quality/quality_controller.ts";
import { CallAssessment } from "../../../../../client/engine/quality/call_assessment.ts";
import {
  MIN_FPS,
  SLOW_STATS_MS,
} from "../../../../../client/engine/quality/device_limit.ts";
import type { SendLimits } from "../../../../../client/engine/peer/sender_limiter.ts";
import type { VideoCodecName } from "../../../../../client/engine/peer/video_codec.ts";
import { DEFAULT_MEDIA_SETTINGS } from "../../../../../client/engine/media/media_settings.ts";
import {
  LONG_RTT_MS,
  SEVERE_LOSS,
} from "../../../../../client/engine/quality/loss_limit.ts";
import type { RenderedSize } from "../../../../../client/engine/quality/uplink_budget.ts";
import { FakeDataChannel } from "../../fakes/fake_data_channel.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";
import { makeFakeTrack } from "../../fakes/fake_media.ts";
import { recorded } from "./fixtures.ts";

function setUp(ids: string[]) {
  const clock = new FakeClock();
  const limits = new Map<string, SendLimits>();
  const page = {
    hasCamera: true,
    isSeen: true,
    isFullHdWanted: false,
    settings: DEFAULT_MEDIA_SETTINGS,
    /** Bitrate of the camera's encoder. */
    targetBitrate: 1_500_000,
    shown: new Map<string, RenderedSize>(),
    /** Statistics that differ from the recorded ones. */
    statisticsOf: (_type: unknown, _atMs: number): object => ({}),
  };
  const protectedIds = new Set<string>();
  let readings = 0;
  let readMs = 0;
  let codec: VideoCodecName = "VP8";
  const members = new Set(ids);
  const quality: QualityController = new QualityController({
    clock,
    members: () =>
      [...members].map((id) => ({ id, info: { cameraOff: false } })),
    send: (id, message) => multiplexer.send(id, message),
    peers: () =>
      new Map([...members].map((id) => [id, {
        readStats: () => {
          readings++;
          const which = readings === 1 ? "first" : "second";
          const atMs = clock.nowMs();
          const snapshot = recorded("chromium", which);
          const { targetBitrate } = page;
          const values = snapshot.values.map((entry) => {
            const { type } = entry as { readonly type: unknown };
            const changed = page.statisticsOf(type, atMs);
            return Object.assign({}, entry, { targetBitrate }, changed);
          });
          const report = { ...snapshot, values, atMs };
          const { promise, resolve } = Promise.withResolvers<typeof report>();
          if (readMs === 0) resolve(report);
          else clock.after(readMs, () => resolve(report));
          return promise;
        },
        applySendLimits: (next: SendLimits) => void limits.set(id, next),
      }])),
    camera: () => page.hasCamera ? makeFakeTrack("video") : null,
    screen: () => null,
    settings: () => page.settings,
    onFullHdDemand: (isWanted) => page.isFullHdWanted = isWanted,
    videoCodec: () => codec,
    onProtectionChange: (id) => {
      if (quality.isProtected(id)) protectedIds.add(id);
      else protectedIds.delete(id);
    },
  });
  quality.assessment = new CallAssessment(() => {});
  const multiplexer = new ChannelMultiplexer({ view: quality.viewHandler });
  const channels = ids.map((id) => {
    const channel = new FakeDataChannel();
    multiplexer.attach(id, channel);
    channel.open();
    return channel;
  });
  quality.setPageContext({
    renderedSizes: () => page.shown,
    isVisible: () => page.isSeen,
    cores: 8,
  });
  const pass = async (ms: number) => {
    for (let i = 0; i < ms; i += 1_000) {
      clock.advance(1_000);
      await settlePromises();
    }
  };
  return {
    quality,
    limits,
    page,
    protectedIds,
    channels,
    members,
    pass,
    readings: () => readings,
    setReadMs: (ms: number) => readMs = ms,
    setCodec: (name: VideoCodecName) => codec = name,
  };
}

Deno.test("QualityController measures every two seconds, and less often while hidden", async () => {
  const { quality, page, pass, readings } = setUp(["a"]);
  quality.start();
  await pass(VISIBLE_INTERVAL_MS * 5);
  assertEquals(readings(), 6);
  page.isSeen = false;
  await pass(HIDDEN_INTERVAL_MS * 3);
  assertEquals(readings(), 9);
  quality.stop();
  await pass(HIDDEN_INTERVAL_MS);
  assertEquals(readings(), 9);
});

Deno.test("QualityController shows samples and grade of each member until it leaves", async () => {
  const { quality, members, pass } = setUp(["a", "b"]);
  quality.start();
  await pass(VISIBLE_INTERVAL_MS * 2);
  const { members: shown, capacity } = quality.store.get();
  assertEquals([...shown.keys()], ["a", "b"]);
  assertEquals(shown.get("a")?.assessment?.grade, "good");
  assert((capacity?.maxMembers ?? 0) > 1);
  members.delete("b");
  await pass(VISIBLE_INTERVAL_MS);
  assertEquals([...quality.store.get().members.keys()], ["a"]);
  quality.stop();
  assertEquals(quality.store.get().members.size, 0);
});

Deno.test("QualityController reports to each member how large it is rendered", async () => {
  const { quality, page, channels, pass } = setUp(["a", "b"]);
  page.shown.set("a", { camera: 640, screen: 0 });
  quality.start();
  await pass(1_000);
  assertEquals(channels.map(({ sent }) => sent), [
    ['{"kind":"view","camera":640,"screen":0}'],
    ['{"kind":"view","camera":0,"screen":0}'],
  ]);
});

Deno.test("QualityController sends small video to a member that renders us small, and none to one that does not", async () => {
  const { quality, channels, limits, pass } = setUp(["a", "b"]);
  quality.start();
  const large = limits.get("a")?.camera.maxKbps ?? 0;
  channels[0]?.receive('{"kind":"view","camera":200,"screen":0}');
  channels[1]?.receive('{"kind":"view","camera":0,"screen":0}');
  await pass(3_000);
  const small = limits.get("a")?.camera.maxKbps ?? 0;
  assert(small < large, `${small} ${large}`);
  assertEquals(limits.get("b")?.camera.isActive, false);
  channels[1]?.receive('{"kind":"view","camera":1280,"screen":0}');
  await pass(2_000);
  assertEquals(limits.get("b")?.camera.isActive, true);
});

Deno.test("QualityController sends a camera at its earlier bitrate when it is turned on again", async () => {
  const { quality, page, limits, pass } = setUp(["a"]);
  quality.start();
  const before = limits.get("a");
  page.hasCamera = false;
  quality.onTracksChange();
  assertEquals(limits.get("a")?.camera.isActive, true);
  await pass(1_000);
  page.hasCamera = true;
  quality.onTracksChange();
  const after = limits.get("a");
  assertEquals(after?.camera.maxKbps, before?.camera.maxKbps);
  assertEquals(after?.camera.degradation, "maintain-resolution");
});

Deno.test("QualityController starts a connection with a small picture, which grows with the estimate, and keeps it while it gets enough", async () => {
  const { quality, page, limits, pass } = setUp(["a"]);
  quality.start();
  const start = quality.beginStart("a");
  assertEquals(
    [start.camera.fps, start.camera.maxKbps, start.camera.degradation],
    [24, 1_700, "maintain-resolution"],
  );
  // The recorded estimate carries the largest picture.
  await pass(2_000);
  assertEquals(limits.get("a")?.camera.fps, 30);
  assertEquals(limits.get("a")?.camera.degradation, "maintain-resolution");
  await pass(20_000);
  assertEquals(limits.get("a")?.camera.degradation, "maintain-resolution");
  page.targetBitrate = 300_000;
  await pass(3_000);
  assertEquals(limits.get("a")?.camera.degradation, "maintain-framerate");
});

Deno.test("QualityController.updateNow() reports sizes at once", () => {
  const { quality, page, channels } = setUp(["a"]);
  quality.updateNow();
  assertEquals(channels[0]?.sent, []);
  quality.start();
  page.shown.set("a", { camera: 640, screen: 0 });
  quality.updateNow();
  assertEquals(channels[0]?.sent.length, 2);
});

Deno.test("QualityController asks for 1080p when the only other member renders us so large", async () => {
  const { quality, page, channels, members, pass } = setUp(["a", "b"]);
  members.delete("b");
  quality.start();
  channels[0]?.receive('{"kind":"view","camera":1920,"screen":0}');
  await pass(1_000);
  assertEquals(page.isFullHdWanted, true);
  members.add("b");
  await pass(11_000);
  assertEquals(page.isFullHdWanted, false);
});

Deno.test("QualityController neither sends nor asks for video with sound only, and for small video to save data", async () => {
  const { quality, page, channels, limits, pass } = setUp(["a"]);
  page.shown.set("a", { camera: 1_280, screen: 1_280 });
  page.settings = { ...DEFAULT_MEDIA_SETTINGS, savesData: true };
  quality.start();
  await pass(1_000);
  assertEquals(channels[0]?.sent, [
    '{"kind":"view","camera":479,"screen":479}',
  ]);
  assertEquals(limits.get("a")?.camera.maxKbps, 320);
  assertEquals(limits.get("a")?.camera.fps, 15);
  page.settings = { ...DEFAULT_MEDIA_SETTINGS, isSoundOnly: true };
  quality.onSettingsChange();
  await pass(5_000);
  assertEquals(limits.get("a")?.camera.isActive, false);
  assertEquals(
    channels[0]?.sent.at(-1),
    '{"kind":"view","camera":0,"screen":0}',
  );
});

Deno.test("QualityController repeats lost sound, except on a path that is full without video", async () => {
  const { quality, page, protectedIds, pass } = setUp(["a"]);
  let currentRoundTripTime = 0.02;
  page.statisticsOf = (type, atMs) =>
    type === "outbound-rtp"
      ? { bytesSent: atMs * 10 }
      : type === "remote-inbound-rtp"
      ? { fractionLost: 0.05 }
      : { currentRoundTripTime, availableOutgoingBitrate: 40_000 };
  quality.start();
  await pass(VISIBLE_INTERVAL_MS * 2);
  assertEquals([...protectedIds], ["a"]);
  currentRoundTripTime = 0.2;
  await pass(VISIBLE_INTERVAL_MS * 2);
  assertEquals([...protectedIds], ["a"]);
  page.hasCamera = false;
  quality.onTracksChange();
  await pass(VISIBLE_INTERVAL_MS * 2);
  assertEquals([...protectedIds], []);
});

Deno.test("QualityController sends a smaller picture over a long path that loses much, and forgets that with the member", async () => {
  const { quality, page, limits, members, pass } = setUp(["a"]);
  page.statisticsOf = (type) =>
    type === "remote-inbound-rtp"
      ? { fractionLost: SEVERE_LOSS }
      : type === "candidate-pair"
      ? { currentRoundTripTime: LONG_RTT_MS / 1_000 }
      : {};
  quality.start();
  const before = limits.get("a")?.camera.maxKbps;
  await pass(10_000);
  assertEquals([before, limits.get("a")?.camera.maxKbps], [1_700, 550]);
  members.delete("a");
  await pass(VISIBLE_INTERVAL_MS);
  page.statisticsOf = () => ({});
  members.add("a");
  await pass(1_000);
  assertEquals(limits.get("a")?.camera.maxKbps, 1_700);
});

Deno.test("QualityController limits the picture of a device that answers late", async () => {
  const { quality, limits, pass, setReadMs } = setUp(["a"]);
  quality.start();
  await pass(4_000);
  setReadMs(SLOW_STATS_MS);
  await pass(60_000);
  assertEquals(limits.get("a")?.camera.fps, MIN_FPS);
  setReadMs(0);
  await pass(600_000);
  assertEquals(limits.get("a")?.camera.fps, 30);
  quality.stop();
});
