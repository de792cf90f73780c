import { assertEquals } from "@std/assert";
import {
  FeaturedSpeaker,
  MIN_FEATURED_MS,
} from "../../../../../client/engine/media/featured_speaker.ts";

const MEMBERS = new Set(["a", "b"]);

Deno.test("FeaturedSpeaker features the first member that speaks, and never ourselves", () => {
  const featured = new FeaturedSpeaker();
  featured.update([null], MEMBERS, 0);
  assertEquals(featured.id, null);
  featured.update([null, "b"], MEMBERS, 1);
  assertEquals(featured.id, "b");
});

Deno.test("FeaturedSpeaker keeps a member that still speaks", () => {
  const featured = new FeaturedSpeaker();
  featured.update(["a"], MEMBERS, 0);
  featured.update(["b", "a"], MEMBERS, 60_000);
  assertEquals(featured.id, "a");
  featured.update(["b"], MEMBERS, 60_001);
  assertEquals(featured.id, "b");
});

Deno.test("FeaturedSpeaker keeps a silent member for the hold time, and then until another speaks", () => {
  const featured = new FeaturedSpeaker();
  featured.update(["a"], MEMBERS, 0);
  featured.update(["b"], MEMBERS, MIN_FEATURED_MS - 1);
  assertEquals(featured.id, "a");
  featured.update([], MEMBERS, MIN_FEATURED_MS);
  assertEquals(featured.id, "a");
  featured.update(["b"], MEMBERS, MIN_FEATURED_MS);
  assertEquals(featured.id, "b");
});

Deno.test("FeaturedSpeaker replaces a member that left at once", () => {
  const featured = new FeaturedSpeaker();
  featured.update(["a"], MEMBERS, 0);
  featured.update(["b"], new Set(["b"]), 1);
  assertEquals(featured.id, "b");
  featured.update([], new Set(), 2);
  assertEquals(featured.id, null);
});
