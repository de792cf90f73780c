import { assertEquals } from "@std/assert";
import {
  cameraConstraints,
  detectCameraFacing,
  microphoneConstraints,
} from "../../../../../client/engine/media/media_constraints.ts";

Deno.test("cameraConstraints() has 1280 by 720 at 30 frames as ideal", () => {
  assertEquals(cameraConstraints(null, "user"), {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
    facingMode: { ideal: "user" },
  });
});

Deno.test("cameraConstraints() requires the chosen camera, with any direction", () => {
  const { deviceId, facingMode } = cameraConstraints("c1", "environment");
  assertEquals([deviceId, facingMode], [{ exact: "c1" }, undefined]);
});

Deno.test("microphoneConstraints() has all audio processing by default", () => {
  assertEquals(microphoneConstraints("m1"), {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    deviceId: { exact: "m1" },
  });
});

Deno.test.each(
  [
    [{ facingMode: "environment" }, "", "user", "environment"],
    [{ facingMode: "user" }, "Back camera", "environment", "user"],
    [{}, "camera2 0, facing back", "user", "environment"],
    [{}, "HD Webcam", "user", "user"],
    [{}, "", "environment", "environment"],
  ] as const,
)("detectCameraFacing(%o, %s, %s) is %s", (settings, label, asked, facing) => {
  assertEquals(detectCameraFacing(settings, label, asked), facing);
});
