import { assertEquals } from "@std/assert";
import { checkDevice } from "../../../../../client/engine/check/device_check.ts";
import type { CheckCode } from "../../../../../client/engine/check/check_result.ts";
import { FakeMediaDevices } from "../../fakes/fake_media.ts";

const CODES = {
  NotAllowedError: "refused",
  NotFoundError: "missing",
  NotReadableError: "busy",
} as const;

for (const [error, code] of Object.entries<CheckCode>(CODES)) {
  for (const kind of ["camera", "microphone"] as const) {
    Deno.test(`checkDevice() reports ${code} for a ${kind} with ${error}`, async () => {
      const { devices } = new FakeMediaDevices(() => error);
      assertEquals(await checkDevice(kind, devices), {
        result: { state: "done", code, figures: {} },
        stream: null,
      });
    });
  }
}

Deno.test("checkDevice() needs a page that is served over https", async () => {
  const { result } = await checkDevice("camera", undefined);
  assertEquals(result, { state: "done", code: "insecure", figures: {} });
});

Deno.test("checkDevice() requests one device only", async () => {
  const fake = new FakeMediaDevices();
  await checkDevice("camera", fake.devices);
  const { stream } = await checkDevice("microphone", fake.devices);
  assertEquals(
    fake.requestedConstraints.map((c) => [Boolean(c.video), Boolean(c.audio)]),
    [
      [true, false],
      [false, true],
    ],
  );
  assertEquals(stream?.getTracks().map(({ kind }) => kind), ["audio"]);
});
