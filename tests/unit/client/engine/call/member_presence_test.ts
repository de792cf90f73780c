import { assertEquals } from "@std/assert";
import {
  createUnlistedPresence,
  isPresenceExpired,
  LISTED,
  MEDIA_LOSS_GRACE_MS,
} from "../../../../../client/engine/call/member_presence.ts";

Deno.test("isPresenceExpired() is false for a member that the server lists", () => {
  assertEquals(isPresenceExpired(LISTED, -Infinity, 1e12), false);
});

Deno.test("isPresenceExpired() is true for an unlisted member after the grace time", () => {
  const presence = createUnlistedPresence(1_000, 30_000);
  assertEquals(isPresenceExpired(presence, -Infinity, 30_999), false);
  assertEquals(isPresenceExpired(presence, -Infinity, 31_000), true);
});

Deno.test("isPresenceExpired() is false for a member whose media flowed recently", () => {
  const presence = createUnlistedPresence(0, 0);
  assertEquals(
    isPresenceExpired(presence, 9_000, 9_000 + MEDIA_LOSS_GRACE_MS - 1),
    false,
  );
  assertEquals(
    isPresenceExpired(presence, 9_000, 9_000 + MEDIA_LOSS_GRACE_MS),
    true,
  );
});
