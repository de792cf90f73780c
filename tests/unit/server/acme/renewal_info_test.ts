import { assertEquals, assertRejects } from "@std/assert";
import {
  certificateIdOf,
  RenewalInfo,
} from "../../../../server/acme/renewal_info.ts";

/** Example of RFC 9773, appendix A. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBQzCB66ADAgECAgUAh2VDITAKBggqhkjOPQQDAjAVMRMwEQYDVQQDEwpFeGFt
cGxlIENBMCIYDzAwMDEwMTAxMDAwMDAwWhgPMDAwMTAxMDEwMDAwMDBaMBYxFDAS
BgNVBAMTC2V4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEeBZu
7cbpAYNXZLbbh8rNIzuOoqOOtmxA1v7cRm//AwyMwWxyHz4zfwmBhcSrf47NUAFf
qzLQ2PPQxdTXREYEnKMjMCEwHwYDVR0jBBgwFoAUaYhba4dGQEHhs3uEe6CuLN4B
yNQwCgYIKoZIzj0EAwIDRwAwRAIge09+S5TZAlw5tgtiVvuERV6cT4mfutXIlwTb
+FYN/8oCIClDsqBklhB9KAelFiYt9+6FDj3z4KGVelYM5MdsO3pK
-----END CERTIFICATE-----
`;
const CERTIFICATE_ID = "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE";
const HOUR_MS = 3_600_000;

Deno.test("certificateIdOf() gives the identifier of the example of RFC 9773", () => {
  assertEquals(certificateIdOf(CERTIFICATE), CERTIFICATE_ID);
});

Deno.test("RenewalInfo wants a renewal from a time in the window on, and asks every 6 hours", async () => {
  const asked: string[] = [];
  const info = new RenewalInfo({
    ask: (id) => {
      asked.push(id);
      return Promise.resolve({ startMs: 1_000, endMs: 2_000 });
    },
    random: () => 0.25,
  });
  const isWanted = (unixMs: number, monotonicMs = 0) =>
    info.isRenewalWanted(CERTIFICATE, { unixMs, monotonicMs });
  assertEquals(await isWanted(1_249), false);
  assertEquals(await isWanted(1_250), true);
  assertEquals(asked, [CERTIFICATE_ID]);
  await isWanted(0, 6 * HOUR_MS - 1);
  assertEquals(asked.length, 1);
  await isWanted(0, 6 * HOUR_MS);
  assertEquals(asked.length, 2);
});

Deno.test("RenewalInfo follows a window that moves, and keeps its time in one that does not", async () => {
  let window = { startMs: 1_000, endMs: 2_000 };
  let random = 0.5;
  const info = new RenewalInfo({
    ask: () => Promise.resolve(window),
    random: () => random,
  });
  const isWanted = (unixMs: number, monotonicMs: number) =>
    info.isRenewalWanted(CERTIFICATE, { unixMs, monotonicMs });
  assertEquals(await isWanted(1_499, 0), false);
  random = 0;
  assertEquals(await isWanted(1_499, 6 * HOUR_MS), false);
  window = { startMs: 100, endMs: 200 };
  assertEquals(await isWanted(100, 12 * HOUR_MS), true);
});

Deno.test("RenewalInfo rejects when the directory cannot be asked, and asks again later", async () => {
  let questions = 0;
  const info = new RenewalInfo({
    ask: () => {
      questions++;
      return Promise.reject(new Error("down"));
    },
    random: () => 0,
  });
  const ask = (monotonicMs: number) =>
    info.isRenewalWanted(CERTIFICATE, { unixMs: 0, monotonicMs });
  await assertRejects(() => ask(0), Error, "down");
  assertEquals(await ask(1), false);
  await assertRejects(() => ask(6 * HOUR_MS), Error, "down");
  assertEquals(questions, 2);
});
