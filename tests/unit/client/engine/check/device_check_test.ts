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
    Deno.test(`checkDevice() finds a ${kind} ${code} on ${error}`, async () => {
      const { devices } = new FakeMediaDevices(() => error);
      assertEquals(await checkDevice(kind, devices), {
        result: { state: "done", code, figures: {} },
        stream: null,
      });
    });
  }
}

Deno.test("checkDevice() needs a page that came over https", async () => {
  const { result } = await checkDevice("camera", undefined);
  assertEquals(result, { state: "done", code: "insecure", figures: {} });
});

Deno.test("checkDevice() asks for the one device alone", async () => {
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
