import { assertEquals } from "@std/assert";
import {
  type BlurTrack,
  setCameraBlur,
} from "../../../../../../client/engine/media/processing/camera_blur.ts";

type Blur = boolean | undefined;

/** A camera with these choices of blur; `applies` false ignores constraints. */
function makeCamera(choices: readonly boolean[] | undefined, applies = true) {
  const camera = { blur: undefined as Blur, constraints: {} as object };
  const track = {
    getCapabilities: () => choices ? { backgroundBlur: choices } : {},
    getConstraints: () => ({ width: { ideal: 1280 } }),
    getSettings: () => ({ backgroundBlur: camera.blur }),
    applyConstraints: (constraints: { backgroundBlur?: boolean }) => {
      camera.constraints = constraints;
      if (applies) camera.blur = constraints.backgroundBlur;
      return Promise.resolve();
    },
  };
  return { camera, track: track as BlurTrack };
}

Deno.test("setCameraBlur() uses the camera's blur, and keeps its other constraints", async () => {
  const { camera, track } = makeCamera([true, false]);
  assertEquals(await setCameraBlur(track, true), true);
  assertEquals(camera.constraints, {
    width: { ideal: 1280 },
    backgroundBlur: true,
  });
  assertEquals(await setCameraBlur(track, false), true);
  assertEquals(camera.blur, false);
});

Deno.test("setCameraBlur() leaves a camera alone that cannot blur", async () => {
  for (const choices of [undefined, [false]]) {
    const { camera, track } = makeCamera(choices);
    assertEquals(await setCameraBlur(track, true), false);
    assertEquals(camera.constraints, {});
  }
});

Deno.test("setCameraBlur() is false when the camera does not do as asked", async () => {
  const { track } = makeCamera([true, false], false);
  assertEquals(await setCameraBlur(track, true), false);
});

Deno.test("setCameraBlur() is false in a browser without capabilities", async () => {
  const { track } = makeCamera([true]);
  const { getCapabilities: _, ...old } = track as BlurTrack & {
    getCapabilities: unknown;
  };
  assertEquals(await setCameraBlur(old, true), false);
});
