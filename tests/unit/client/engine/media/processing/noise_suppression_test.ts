import { assertEquals } from "@std/assert";
import {
  type NoiseFilterEvents,
  NoiseSuppression,
} from "../../../../../../client/engine/media/processing/noise_suppression.ts";
import type { NoiseState } from "../../../../../../client/engine/media/processing/processing_state.ts";
import { Store } from "../../../../../../client/engine/store.ts";
import { settlePromises } from "../../../fakes/fake_clock.ts";
import { makeFakeTrack } from "../../../fakes/fake_media.ts";

/** A filter that a test controls. */
interface FakeFilter {
  readonly track: MediaStreamTrack;
  readonly events: NoiseFilterEvents;
  isClosed: boolean;
}

function start(openError?: Error) {
  const state = new Store<NoiseState>({ isOn: false, isActive: false });
  const filters: FakeFilter[] = [];
  const log: string[] = [];
  const mode = { isSpeech: true };
  const noise = new NoiseSuppression({
    state,
    openFilter: (_, events) => {
      if (openError) return Promise.reject(openError);
      const filter: FakeFilter = {
        track: makeFakeTrack("audio"),
        events,
        isClosed: false,
      };
      filters.push(filter);
      return Promise.resolve({
        track: filter.track,
        close: () => filter.isClosed = true,
      });
    },
    isAllowed: () => mode.isSpeech,
    onEnabled: () => log.push(`on: ${state.get().isOn}`),
    onOutput: () => log.push("output"),
    onStopped: (notice, reason) => log.push(`${notice}: ${reason}`),
  });
  return { state, filters, log, noise, mode };
}

Deno.test("NoiseSuppression sends the microphone until the filter is active", async () => {
  const { noise, filters, state } = start();
  const microphone = makeFakeTrack("audio");
  noise.setMicrophone(microphone);
  assertEquals(noise.output, microphone);
  assertEquals(filters.length, 0);
  noise.setEnabled(true);
  await settlePromises();
  assertEquals(noise.output, microphone);
  filters[0]?.events.onActive(true);
  assertEquals(noise.output, filters[0]?.track);
  assertEquals(state.get(), { isOn: true, isActive: true });
  filters[0]?.events.onActive(false);
  assertEquals(noise.output, microphone);
});

Deno.test("NoiseSuppression filters another microphone with another filter", async () => {
  const { noise, filters } = start();
  noise.setMicrophone(makeFakeTrack("audio"));
  noise.setEnabled(true);
  await settlePromises();
  const next = makeFakeTrack("audio");
  noise.setMicrophone(next);
  assertEquals(noise.output, next);
  await settlePromises();
  assertEquals(filters.map(({ isClosed }) => isClosed), [true, false]);
  filters[0]?.events.onActive(true);
  assertEquals(noise.output, next);
  filters[1]?.events.onActive(true);
  assertEquals(noise.output, filters[1]?.track);
  noise.setMicrophone(null);
  assertEquals(noise.output, null);
  assertEquals(filters[1]?.isClosed, true);
});

Deno.test("NoiseSuppression leaves a microphone for music alone", async () => {
  const { noise, filters, mode } = start();
  mode.isSpeech = false;
  const microphone = makeFakeTrack("audio");
  noise.setEnabled(true);
  noise.setMicrophone(microphone);
  await settlePromises();
  assertEquals(filters.length, 0);
  assertEquals(noise.output, microphone);
  mode.isSpeech = true;
  noise.setMicrophone(makeFakeTrack("audio"));
  await settlePromises();
  assertEquals(filters.length, 1);
});

Deno.test("NoiseSuppression closes a filter that opens after it was turned off", async () => {
  const { noise, filters } = start();
  const microphone = makeFakeTrack("audio");
  noise.setMicrophone(microphone);
  noise.setEnabled(true);
  noise.setEnabled(false);
  await settlePromises();
  assertEquals(filters.map(({ isClosed }) => isClosed), [true]);
  assertEquals(noise.output, microphone);
});

Deno.test("NoiseSuppression turns itself off with a notice when the filter cannot load", async () => {
  const { noise, state, log } = start(new Error("404"));
  const microphone = makeFakeTrack("audio");
  noise.setMicrophone(microphone);
  noise.setEnabled(true);
  await settlePromises();
  assertEquals(state.get().isOn, false);
  assertEquals(noise.output, microphone);
  assertEquals(log, [
    "output",
    "on: true",
    "on: false",
    "noise-failed: Error: 404",
  ]);
});

Deno.test("NoiseSuppression turns itself off when the filter fails", async () => {
  const { noise, filters, state } = start();
  const microphone = makeFakeTrack("audio");
  noise.setMicrophone(microphone);
  noise.setEnabled(true);
  await settlePromises();
  filters[0]?.events.onActive(true);
  filters[0]?.events.onFailure("processor error");
  assertEquals(state.get(), { isOn: false, isActive: false });
  assertEquals(noise.output, microphone);
  assertEquals(filters[0]?.isClosed, true);
});
