import { assertEquals } from "@std/assert";
import {
  cameraConstraints,
  detectCameraFacing,
  microphoneConstraints,
} from "../../../../../client/engine/media/media_constraints.ts";

Deno.test("cameraConstraints() asks for 1280 by 720 at 30 frames, but insists on nothing", () => {
  assertEquals(cameraConstraints(null, "user"), {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
    facingMode: { ideal: "user" },
  });
});

Deno.test("cameraConstraints() takes the chosen camera whichever way it looks", () => {
  const { deviceId, facingMode } = cameraConstraints("c1", "environment");
  assertEquals([deviceId, facingMode], [{ exact: "c1" }, undefined]);
});

Deno.test("microphoneConstraints() asks for a clean voice", () => {
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
