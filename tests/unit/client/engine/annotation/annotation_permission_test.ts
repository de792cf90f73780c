/** Choice of the members that may draw on a shared screen. @module */
import { assertEquals } from "@std/assert";
import {
  chooseForMember,
  toAnnotationGrant,
} from "../../../../../client/engine/annotation/annotation_permission.ts";
import { ALLOWS_NOBODY } from "../../../../../client/engine/annotation/annotation_state.ts";
import { PAGE_MAX_MEMBERS } from "../../../../../signaling/protocol.ts";
import { readMemberProfile } from "../../../../../client/engine/call/member_profile.ts";

const EVERYONE = { isForAll: true, exceptions: [] };

/** Ids of those that may draw, by the profile of the sharer "me". */
function allowedBy(
  choice: typeof ALLOWS_NOBODY,
  peerIds: readonly string[],
): readonly string[] {
  const { annotatable, annotatableBy } = toAnnotationGrant(
    choice,
    "me",
    peerIds,
  );
  return annotatable ? ["everyone"] : annotatableBy;
}

Deno.test("toAnnotationGrant() allows everyone or nobody as long as no member has a decision of its own", () => {
  assertEquals(allowedBy(ALLOWS_NOBODY, ["a", "b"]), []);
  assertEquals(allowedBy(EVERYONE, ["a", "b"]), ["everyone"]);
});

Deno.test("toAnnotationGrant() names the sharer and the members that may, a newcomer by what holds for all", () => {
  const onlyA = chooseForMember(ALLOWS_NOBODY, "a", true);
  assertEquals(allowedBy(onlyA, ["a", "b"]), ["me", "a"]);
  assertEquals(allowedBy(onlyA, ["a", "b", "new"]), ["me", "a"]);
  const notA = chooseForMember(EVERYONE, "a", false);
  assertEquals(allowedBy(notA, ["a", "b"]), ["me", "b"]);
  assertEquals(allowedBy(notA, ["a", "b", "new"]), ["me", "b", "new"]);
});

Deno.test("toAnnotationGrant() does not allow everyone while a member that may not is away", () => {
  assertEquals(allowedBy(chooseForMember(EVERYONE, "a", false), []), ["me"]);
});

Deno.test("chooseForMember() takes a decision back, and repeats none", () => {
  const notA = chooseForMember(EVERYONE, "a", false);
  assertEquals(chooseForMember(notA, "a", false), notA);
  assertEquals(chooseForMember(notA, "a", true), EVERYONE);
  assertEquals(chooseForMember(EVERYONE, "a", true), EVERYONE);
});

Deno.test("A full room fits into the list that other pages read", () => {
  const peerIds = Array.from(
    { length: PAGE_MAX_MEMBERS - 1 },
    (_, i) => `p${i}`,
  );
  const choice = peerIds.reduce(
    (sum, id) => chooseForMember(sum, id, true),
    ALLOWS_NOBODY,
  );
  const grant = toAnnotationGrant(choice, "me", peerIds);
  assertEquals(
    readMemberProfile({ ...grant }).annotatableBy,
    grant.annotatableBy,
  );
});
