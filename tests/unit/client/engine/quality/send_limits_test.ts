import { assertEquals } from "@std/assert";
import { RUNG_OFF } from "../../../../../client/engine/quality/resolution_ladder.ts";
import {
  computeSendLimits,
  type LimitedSender,
  SenderLimiter,
} from "../../../../../client/engine/quality/send_limits.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";

const from = (cameraPx: number | null) => ({
  hasCamera: true,
  cameraPx,
  hasScreen: true,
});

/** A sender that counts, and refuses while `refuses` is true. */
class FakeSender {
  encodings: RTCRtpEncodingParameters[] | undefined = [{ active: true }];
  refuses = false;
  calls = 0;

  get sender(): LimitedSender {
    return this as unknown as LimitedSender;
  }

  getParameters(): unknown {
    return { encodings: this.encodings?.map((e) => ({ ...e })) };
  }

  setParameters(
    { encodings }: { encodings: RTCRtpEncodingParameters[] },
  ): Promise<void> {
    this.calls++;
    if (this.refuses) return Promise.reject(new Error("InvalidStateError"));
    this.encodings = encodings;
    return Promise.resolve();
  }
}

Deno.test("limitsOf() scales the camera by what it gives", () => {
  assertEquals(computeSendLimits({ camera: 3, screen: RUNG_OFF }, from(1280)), {
    camera: { isActive: true, maxKbps: 550, scaleDownBy: 2, fps: 30 },
    screen: { isActive: false, maxKbps: 250, scaleDownBy: 1, fps: 3 },
  });
  const scale = (camera: number, px: number | null) =>
    computeSendLimits({ camera, screen: RUNG_OFF }, from(px)).camera
      .scaleDownBy;
  assertEquals([scale(2, 1280), scale(0, 1280)], [2.75, 6.75]);
  assertEquals([scale(5, 640), scale(0, null)], [1, 1]);
  assertEquals(
    computeSendLimits({ camera: RUNG_OFF, screen: 3 }, from(640)).camera
      .isActive,
    false,
  );
});

Deno.test("limitsOf() keeps what has no source ready to be sent", () => {
  const none = { hasCamera: false, cameraPx: null, hasScreen: false };
  const { camera, screen } = computeSendLimits({
    camera: RUNG_OFF,
    screen: RUNG_OFF,
  }, none);
  assertEquals([camera.isActive, screen.isActive], [true, true]);
});

Deno.test("SenderLimiter sets video within limits, and sound before it", async () => {
  const audio = new FakeSender();
  const video = new FakeSender();
  const limits = new SenderLimiter();
  limits.apply(
    { audio: audio.sender, video: video.sender },
    computeSendLimits({ camera: 1, screen: RUNG_OFF }, from(1280)),
  );
  await settlePromises();
  assertEquals(audio.encodings, [{
    active: true,
    priority: "high",
    networkPriority: "high",
  }]);
  assertEquals(video.encodings, [{
    active: true,
    maxBitrate: 160_000,
    maxFramerate: 20,
    scaleResolutionDownBy: 4,
  }]);
});

Deno.test("SenderLimiter asks no more than once for the same", async () => {
  const video = new FakeSender();
  const limits = new SenderLimiter();
  const wanted = computeSendLimits({ camera: 1, screen: RUNG_OFF }, from(1280));
  limits.apply({ video: video.sender }, wanted);
  limits.apply({ video: video.sender }, wanted);
  await settlePromises();
  limits.apply({ video: video.sender }, wanted);
  await settlePromises();
  assertEquals(video.calls, 1);
});

Deno.test("SenderLimiter asks again after a refusal, and throws nothing", async () => {
  const video = new FakeSender();
  const limits = new SenderLimiter();
  const wanted = computeSendLimits({ camera: 1, screen: RUNG_OFF }, from(1280));
  video.refuses = true;
  limits.apply({ video: video.sender }, wanted);
  await settlePromises();
  video.refuses = false;
  limits.apply({ video: video.sender }, wanted);
  await settlePromises();
  assertEquals(video.calls, 2);
  assertEquals(video.encodings?.[0]?.maxBitrate, 160_000);
});

Deno.test("SenderLimiter waits for encodings that negotiation makes", async () => {
  const video = new FakeSender();
  const limits = new SenderLimiter();
  const wanted = computeSendLimits({ camera: 1, screen: RUNG_OFF }, from(1280));
  for (const encodings of [undefined, []]) {
    video.encodings = encodings;
    limits.apply({ video: video.sender }, wanted);
    await settlePromises();
  }
  assertEquals(video.calls, 0);
  video.encodings = [{}];
  limits.apply({ video: video.sender }, wanted);
  await settlePromises();
  assertEquals(video.calls, 1);
});

Deno.test("SenderLimiter survives a sender that throws at once", async () => {
  const video = {
    getParameters: () => {
      throw new Error("InvalidStateError");
    },
  } as unknown as LimitedSender;
  new SenderLimiter().apply(
    { video },
    computeSendLimits({ camera: 1, screen: 0 }, from(1)),
  );
  await settlePromises();
});
