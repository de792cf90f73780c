import { assertEquals } from "@std/assert";
import { openDevice } from "../../../../../client/engine/check/device_check.ts";
import type { FindingCode } from "../../../../../client/engine/check/check_result.ts";
import { FakeDevices } from "../../fakes/fake_media.ts";

const CODES = {
  NotAllowedError: "refused",
  NotFoundError: "missing",
  NotReadableError: "busy",
} as const;

for (const [error, code] of Object.entries<FindingCode>(CODES)) {
  for (const kind of ["camera", "microphone"] as const) {
    Deno.test(`openDevice() finds a ${kind} ${code} on ${error}`, async () => {
      const { devices } = new FakeDevices(() => error);
      assertEquals(await openDevice(kind, devices), {
        result: { state: "done", code, figures: {} },
        stream: null,
      });
    });
  }
}

Deno.test("openDevice() needs a page that came over https", async () => {
  const { result } = await openDevice("camera", undefined);
  assertEquals(result, { state: "done", code: "insecure", figures: {} });
});

Deno.test("openDevice() asks for the one device alone", async () => {
  const fake = new FakeDevices();
  await openDevice("camera", fake.devices);
  const { stream } = await openDevice("microphone", fake.devices);
  assertEquals(fake.asked.map((c) => [Boolean(c.video), Boolean(c.audio)]), [
    [true, false],
    [false, true],
  ]);
  assertEquals(stream?.getTracks().map(({ kind }) => kind), ["audio"]);
});
