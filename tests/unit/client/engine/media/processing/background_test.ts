import { assertEquals } from "@std/assert";
import { Background } from "../../../../../../client/engine/media/processing/background.ts";
import type { BackgroundEngineEvents } from "../../../../../../client/engine/media/processing/background_engine.ts";
import {
  OVERLOAD_ABOVE_MS,
  OVERLOAD_AFTER_MS,
  REDUCE_AFTER_MS,
} from "../../../../../../client/engine/media/processing/overload_monitor.ts";
import type { BackgroundState } from "../../../../../../client/engine/media/processing/processing_state.ts";
import { Store } from "../../../../../../client/engine/store.ts";
import { FakeClock, settlePromises } from "../../../fakes/fake_clock.ts";
import { makeFakeTrack } from "../../../fakes/fake_media.ts";

function start({ loadError }: { readonly loadError?: Error } = {}) {
  const clock = new FakeClock();
  const state = new Store<BackgroundState>({
    effect: "none",
    isStarting: false,
  });
  const log: string[] = [];
  const drawn: MediaStreamTrack[] = [];
  let events: BackgroundEngineEvents | undefined;
  /** Resolves the first frames of the camera in process. */
  let showFirstFrame = () => {};
  const background = new Background({
    clock,
    state,
    loadEngine: (given) => {
      log.push("load");
      events = given;
      return loadError ? Promise.reject(loadError) : Promise.resolve({
        setEffect: (effect) => {
          log.push(effect);
          return Promise.resolve();
        },
        process: async () => {
          const track = makeFakeTrack("video");
          drawn.push(track);
          log.push("process");
          await new Promise<void>((resolve) => showFirstFrame = resolve);
          return track;
        },
        setMaskInterval: (frames) => log.push(`every ${frames}`),
        end: () => log.push("end"),
        close: () => log.push("close"),
      });
    },
    onOutput: () => {},
    onFrameTime: () => {},
    onStopped: (notice, reason) => log.push(`${notice}: ${reason}`),
  });
  const firstFrame = async () => {
    await settlePromises();
    showFirstFrame();
    await settlePromises();
  };
  return {
    background,
    clock,
    state,
    log,
    drawn,
    firstFrame,
    events: () => events,
  };
}

Deno.test("Background sends the camera and loads nothing without an effect", async () => {
  const { background, log } = start();
  const camera = makeFakeTrack("video");
  background.setCamera(camera);
  await settlePromises();
  assertEquals(background.output, camera);
  background.setCamera(null);
  assertEquals(background.output, null);
  assertEquals(log, []);
});

Deno.test("Background sends the camera until the first frame with the effect", async () => {
  const { background, drawn, state, log, firstFrame } = start();
  const camera = makeFakeTrack("video");
  background.setCamera(camera);
  background.choose("blur");
  await settlePromises();
  assertEquals(background.output, camera);
  assertEquals(state.get().isStarting, true);
  await firstFrame();
  assertEquals(background.output, drawn[0]);
  assertEquals(state.get(), { effect: "blur", isStarting: false });
  background.choose("none");
  await settlePromises();
  assertEquals(background.output, camera);
  assertEquals(log, ["load", "blur", "process", "close"]);
});

Deno.test("Background never sends a camera that opens while an effect is chosen", async () => {
  const { background, drawn, log, firstFrame } = start();
  background.choose("blur");
  background.setCamera(makeFakeTrack("video"));
  await settlePromises();
  assertEquals(background.output, null);
  await firstFrame();
  assertEquals(background.output, drawn[0]);
  background.setCamera(null);
  assertEquals(background.output, null);
  background.setCamera(makeFakeTrack("video"));
  await settlePromises();
  assertEquals(background.output, null);
  await firstFrame();
  assertEquals(background.output, drawn[1]);
  assertEquals(log.filter((line) => line === "load").length, 1);
});

Deno.test("Background changes the effect of a camera in process without another track", async () => {
  const { background, drawn, firstFrame, log } = start();
  background.setCamera(makeFakeTrack("video"));
  background.choose("blur");
  await firstFrame();
  background.choose("sea");
  await settlePromises();
  assertEquals(background.output, drawn[0]);
  assertEquals(log, ["load", "blur", "process", "sea"]);
});

Deno.test("Background discards the track of an effect that was turned off meanwhile", async () => {
  const { background, firstFrame } = start();
  const camera = makeFakeTrack("video");
  background.setCamera(camera);
  background.choose("blur");
  await settlePromises();
  background.choose("none");
  await firstFrame();
  assertEquals(background.output, camera);
});

Deno.test("Background uses the blur of the camera where it has one", async () => {
  const { background, log } = start();
  const settings = { backgroundBlur: false };
  const camera = Object.assign(makeFakeTrack("video", settings), {
    getCapabilities: () => ({ backgroundBlur: [true, false] }),
    applyConstraints: (constraints: { backgroundBlur: boolean }) => {
      settings.backgroundBlur = constraints.backgroundBlur;
      return Promise.resolve();
    },
  });
  background.setCamera(camera);
  background.choose("blur");
  await settlePromises();
  assertEquals(background.output, camera);
  assertEquals(settings.backgroundBlur, true);
  assertEquals(log, []);
  background.choose("none");
  await settlePromises();
  assertEquals(settings.backgroundBlur, false);
});

Deno.test("Background turns itself off with a notice when it cannot load", async () => {
  const { background, state, log } = start({ loadError: new Error("404") });
  const camera = makeFakeTrack("video");
  background.setCamera(camera);
  background.choose("sea");
  await settlePromises();
  assertEquals(state.get(), { effect: "none", isStarting: false });
  assertEquals(background.output, camera);
  assertEquals(log, ["load", "background-failed: Error: 404"]);
});

Deno.test("Background turns itself off with a notice when the engine fails", async () => {
  const { background, state, log, events, firstFrame } = start();
  background.setCamera(makeFakeTrack("video"));
  background.choose("sea");
  await firstFrame();
  events()?.onFailure("WebGL context lost");
  assertEquals(state.get().effect, "none");
  assertEquals(log.at(-1), "background-failed: WebGL context lost");
  events()?.onFailure("again");
  assertEquals(log.at(-1), "background-failed: WebGL context lost");
});

Deno.test("Background reduces its work on a slow device, and then turns itself off", async () => {
  const { background, state, clock, log, events, firstFrame } = start();
  background.setCamera(makeFakeTrack("video"));
  background.choose("blur");
  await firstFrame();
  const frameMs = OVERLOAD_ABOVE_MS + 1;
  events()?.onFrameTime(frameMs);
  clock.advance(REDUCE_AFTER_MS);
  events()?.onFrameTime(frameMs);
  await settlePromises();
  assertEquals(log.at(-1), "every 2");
  events()?.onFrameTime(frameMs);
  clock.advance(OVERLOAD_AFTER_MS);
  events()?.onFrameTime(frameMs);
  assertEquals(state.get().effect, "none");
  assertEquals(log.at(-1), `background-overload: ${frameMs} ms a frame`);
});
