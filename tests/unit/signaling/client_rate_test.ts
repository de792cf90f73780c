import { assertEquals } from "@std/assert";
import { createClientRateBucket } from "../../../signaling/client_rate.ts";

Deno.test("createClientRateBucket() allows a burst of four seconds, as PROTOCOL.md says", () => {
  const bucket = createClientRateBucket(50, 0);
  assertEquals(bucket.take(200, 0), true);
  assertEquals(bucket.take(1, 0), false);
  assertEquals(bucket.take(1, 20), true);
});
