import { assert, assertEquals } from "@std/assert";
import { TransferRate } from "../../../../../client/engine/files/transfer_rate.ts";

Deno.test("TransferRate starts with the first rate and smooths the following ones", () => {
  const rate = new TransferRate();
  assertEquals(rate.update(0, 1_000), 0);
  assertEquals(rate.update(500, 1_500), 1_000);
  assertEquals(rate.update(1_000, 2_000), 1_000);
  const slower = rate.update(1_000, 2_500);
  assert(slower > 0 && slower < 1_000, String(slower));
});

Deno.test("TransferRate restarts when the progress goes back, and ignores updates without elapsed time", () => {
  const rate = new TransferRate();
  rate.update(0, 0);
  rate.update(1_000, 1_000);
  assertEquals(rate.update(5_000, 1_000), 1_000);
  assertEquals(rate.update(0, 2_000), 0);
});
