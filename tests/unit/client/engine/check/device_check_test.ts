import { assertEquals } from "@std/assert";
import { checkDevice } from "../../../../../client/engine/check/device_check.ts";
import type { CheckCode } from "../../../../../client/engine/check/check_result.ts";
import { FAKE_MEDIA_ACCESS, FakeMediaDevices } from "../../fakes/fake_media.ts";

const CODES = {
  NotAllowedError: "refused",
  NotFoundError: "missing",
  NotReadableError: "busy",
} as const;

for (const [error, code] of Object.entries<CheckCode>(CODES)) {
  for (const kind of ["camera", "microphone"] as const) {
    Deno.test(`checkDevice() reports ${code} for a ${kind} with ${error}`, async () => {
      const { devices } = new FakeMediaDevices(() => error);
      assertEquals(await checkDevice(kind, devices, FAKE_MEDIA_ACCESS), {
        result: { state: "done", code, figures: {} },
        stream: null,
      });
    });
  }
}

Deno.test("checkDevice() blames http only on a page that is served over http", async () => {
  for (const isSecure of [true, false]) {
    const access = { ...FAKE_MEDIA_ACCESS, isSecure };
    const { result } = await checkDevice("camera", undefined, access);
    const code = isSecure ? "unsupported" : "insecure";
    assertEquals(result, { state: "done", code, figures: {} });
  }
});

Deno.test("checkDevice() requests one device only", async () => {
  const fake = new FakeMediaDevices();
  await checkDevice("camera", fake.devices, FAKE_MEDIA_ACCESS);
  const { stream } = await checkDevice(
    "microphone",
    fake.devices,
    FAKE_MEDIA_ACCESS,
  );
  assertEquals(
    fake.requestedConstraints.map((c) => [Boolean(c.video), Boolean(c.audio)]),
    [
      [true, false],
      [false, true],
    ],
  );
  assertEquals(stream?.getTracks().map(({ kind }) => kind), ["audio"]);
});
