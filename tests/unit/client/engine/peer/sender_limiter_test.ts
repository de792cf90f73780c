import { assertEquals } from "@std/assert";
import {
  type LimitedSender,
  SenderLimiter,
  type SendLimits,
} from "../../../../../client/engine/peer/sender_limiter.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";

const LIMITS: SendLimits = {
  videoCodec: "VP8",
  camera: {
    isActive: true,
    maxKbps: 160,
    scaleDownBy: 4,
    fps: 20,
    degradation: "maintain-framerate",
  },
  screen: {
    isActive: false,
    maxKbps: 250,
    scaleDownBy: 1,
    fps: 3,
    degradation: "maintain-resolution",
  },
};

/** A sender that counts calls, and rejects while `refuses` is true. */
class FakeSender {
  encodings: RTCRtpEncodingParameters[] | undefined = [{ active: true }];
  refuses = false;
  /** True for a browser without the options. */
  ignoresOptions = false;
  /** `active` of each call. */
  activity: unknown[] = [];
  calls = 0;
  /** Options of each call. */
  options: unknown[] = [];
  /** Calls take until it resolves. */
  pending: Promise<void> = Promise.resolve();
  readings = 0;
  degradations: unknown[] = [];
  codecs: readonly { mimeType: string }[] = [
    { mimeType: "video/VP8" },
    { mimeType: "video/VP9" },
  ];

  get sender(): LimitedSender {
    return this as unknown as LimitedSender;
  }

  getParameters(): unknown {
    this.readings++;
    return {
      codecs: this.codecs,
      encodings: this.encodings?.map((e) => ({ ...e })),
    };
  }

  setParameters(
    { encodings, degradationPreference }: {
      encodings: RTCRtpEncodingParameters[];
      degradationPreference?: string;
    },
    options?: object,
  ): Promise<void> {
    this.calls++;
    // A browser reads them once.
    this.options.push(
      this.ignoresOptions ? undefined : options && { ...options },
    );
    this.activity.push(encodings[0]?.active);
    this.degradations.push(degradationPreference);
    if (this.refuses) return Promise.reject(new Error("InvalidStateError"));
    this.encodings = encodings;
    return this.pending;
  }
}

Deno.test("SenderLimiter limits video, and prioritizes audio", async () => {
  const audio = new FakeSender();
  const video = new FakeSender();
  const limiter = new SenderLimiter();
  limiter.apply(
    { audio: audio.sender, video: video.sender },
    LIMITS,
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

Deno.test("SenderLimiter sets the same limits once", async () => {
  const video = new FakeSender();
  const limiter = new SenderLimiter();
  limiter.apply({ video: video.sender }, LIMITS);
  limiter.apply({ video: video.sender }, LIMITS);
  await settlePromises();
  limiter.apply({ video: video.sender }, LIMITS);
  await settlePromises();
  // Reading them stops the page, too.
  assertEquals([video.calls, video.readings], [1, 1]);
});

Deno.test("SenderLimiter sets limits again after a rejection, and does not throw", async () => {
  const video = new FakeSender();
  const limiter = new SenderLimiter();
  video.refuses = true;
  limiter.apply({ video: video.sender }, LIMITS);
  await settlePromises();
  video.refuses = false;
  limiter.apply({ video: video.sender }, LIMITS);
  await settlePromises();
  assertEquals(video.calls, 2);
  assertEquals(video.encodings?.[0]?.maxBitrate, 160_000);
});

Deno.test("SenderLimiter waits for the encodings of negotiation", async () => {
  const video = new FakeSender();
  const limiter = new SenderLimiter();
  for (const encodings of [undefined, []]) {
    video.encodings = encodings;
    limiter.apply({ video: video.sender }, LIMITS);
    await settlePromises();
  }
  assertEquals(video.calls, 0);
  video.encodings = [{}];
  limiter.apply({ video: video.sender }, LIMITS);
  await settlePromises();
  assertEquals(video.calls, 1);
});

Deno.test("SenderLimiter survives a sender that throws synchronously", async () => {
  const video = {
    getParameters: () => {
      throw new Error("InvalidStateError");
    },
  } as unknown as LimitedSender;
  new SenderLimiter().apply({ video }, LIMITS);
  await settlePromises();
});

Deno.test("SenderLimiter sets what the browser keeps, and sets it again when that changes", async () => {
  const video = new FakeSender();
  const audio = new FakeSender();
  const limiter = new SenderLimiter();
  const senders = { video: video.sender, audio: audio.sender };
  limiter.apply(senders, LIMITS);
  await settlePromises();
  limiter.apply(senders, {
    ...LIMITS,
    camera: { ...LIMITS.camera, degradation: "maintain-resolution" },
  });
  await settlePromises();
  assertEquals(video.degradations, [
    "maintain-framerate",
    "maintain-resolution",
  ]);
  assertEquals(audio.degradations, [undefined]);
});

Deno.test("SenderLimiter sets a negotiated codec, and returns to VP8", async () => {
  const video = new FakeSender();
  const limiter = new SenderLimiter();
  const apply = async (videoCodec: SendLimits["videoCodec"]) => {
    limiter.apply({ video: video.sender }, { ...LIMITS, videoCodec });
    await settlePromises();
    return video.encodings?.[0];
  };
  const codecOf = (encoding: object | undefined) =>
    (encoding as { codec?: unknown } | undefined)?.codec;
  assertEquals(codecOf(await apply("VP8")), undefined);
  assertEquals(codecOf(await apply("VP9")), { mimeType: "video/VP9" });
  await apply("VP9");
  assertEquals(video.calls, 2);
  assertEquals(codecOf(await apply("VP8")), { mimeType: "video/VP8" });
  // Not negotiated: the browser chooses.
  assertEquals(codecOf(await apply("H264")), undefined);
});

const KEY_FRAME = { encodingOptions: [{ keyFrame: true }] };

/** Limits a sender, then asks for a key frame; the encodings in between. */
async function requestKeyFrame(limiter: SenderLimiter, video: FakeSender) {
  const { sender } = video;
  limiter.apply({ video: sender }, LIMITS);
  await settlePromises();
  const { encodings } = video;
  limiter.requestKeyFrame(sender);
  await settlePromises();
  return encodings;
}

Deno.test("SenderLimiter requests a key frame without changing the limits", async () => {
  const video = new FakeSender();
  const { sender } = video;
  const limiter = new SenderLimiter();
  const encodings = await requestKeyFrame(limiter, video);
  limiter.apply({ video: sender }, LIMITS);
  await settlePromises();
  assertEquals(video.options, [undefined, KEY_FRAME]);
  assertEquals(video.encodings, encodings);
});

Deno.test("SenderLimiter starts the encoding again for a key frame in a browser without the option", async () => {
  const video = new FakeSender();
  video.ignoresOptions = true;
  const { sender } = video;
  const limiter = new SenderLimiter();
  const encodings = await requestKeyFrame(limiter, video);
  assertEquals(video.activity, [true, true, false, true]);
  assertEquals(video.encodings, encodings);
  const camera = { ...LIMITS.camera, isActive: false };
  limiter.apply({ video: sender }, { ...LIMITS, camera });
  limiter.requestKeyFrame(sender);
  await settlePromises();
  assertEquals(video.activity.slice(4), [false, false]);
});

Deno.test("SenderLimiter writes the last limits and the key frame of a busy sender together", async () => {
  const video = new FakeSender();
  const { sender } = video;
  const limiter = new SenderLimiter();
  const { promise, resolve } = Promise.withResolvers<void>();
  video.pending = promise;
  limiter.apply({ video: sender }, LIMITS);
  limiter.requestKeyFrame(sender);
  const camera = { ...LIMITS.camera, maxKbps: 400 };
  limiter.apply({ video: sender }, { ...LIMITS, camera });
  await settlePromises();
  assertEquals(video.calls, 1);
  resolve();
  await settlePromises();
  assertEquals(video.options, [undefined, KEY_FRAME]);
  assertEquals(video.encodings?.[0]?.maxBitrate, 400_000);
});

Deno.test("SenderLimiter requests a rejected key frame again with the next limits", async () => {
  const video = new FakeSender();
  const { sender } = video;
  const limiter = new SenderLimiter();
  limiter.apply({ video: sender }, LIMITS);
  await settlePromises();
  video.refuses = true;
  limiter.requestKeyFrame(sender);
  await settlePromises();
  video.refuses = false;
  limiter.apply({ video: sender }, LIMITS);
  await settlePromises();
  assertEquals(video.options, [undefined, KEY_FRAME, KEY_FRAME]);
});

Deno.test("SenderLimiter drops a key frame before negotiation", async () => {
  const video = new FakeSender();
  video.encodings = [];
  const limiter = new SenderLimiter();
  limiter.requestKeyFrame(video.sender);
  await settlePromises();
  video.encodings = [{}];
  limiter.apply({ video: video.sender }, LIMITS);
  await settlePromises();
  assertEquals(video.options, [undefined]);
});
