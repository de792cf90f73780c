import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import {
  createPageInvitation,
  explainRefusal,
} from "../../../../../client/view/start/invitation.ts";
import { isInvitationRefusal } from "../../../../../client/view/start/refusal_text.ts";
import {
  ERROR_MESSAGES,
  type ErrorCode,
} from "../../../../../signaling/protocol.ts";

/** A token with this payload, signed by nobody. */
function tokenOf(payload: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  const text = btoa(String.fromCharCode(...bytes));
  const part = text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return `e30.${part}.c2ln`;
}

Deno.test("a page keeps its token with letters of its own, which the server accepts", () => {
  const token = tokenOf({ room: "tea" });
  const first = createPageInvitation(token, null);
  assertMatch(first?.token ?? "", /^[\w.-]+~[\w-]{8,64}$/);
  assertNotEquals(createPageInvitation(token, null)?.token, first?.token);
  assertEquals(createPageInvitation(undefined, first?.token), first);
  assertEquals(createPageInvitation(undefined, { token }), null);
});

Deno.test("a page suggests the name of its token, if it has one", () => {
  const nameOf = (token: string) =>
    createPageInvitation(undefined, token)?.name;
  assertEquals(nameOf(tokenOf({ name: "지영 🎈 ÿ" })), "지영 🎈 ÿ");
  for (
    const token of [
      tokenOf({ name: 1 }),
      tokenOf({}),
      tokenOf(null),
      "no token",
      "a.%.c",
      "a.e30",
    ]
  ) assertEquals(nameOf(token), null, token);
});

Deno.test("each refusal about invitations has a sentence in each language, others have none", () => {
  const isCode = (text: string): text is ErrorCode =>
    Object.hasOwn(ERROR_MESSAGES, text);
  for (const code of Object.keys(ERROR_MESSAGES).filter(isCode)) {
    const isText = isInvitationRefusal(code);
    for (const language of ["en", "ko"] as const) {
      assertEquals(explainRefusal(code, language) !== "", isText, code);
    }
  }
  assertMatch(explainRefusal("invitation-used", "en"), /already been used/);
  assertMatch(explainRefusal("invitation-used", "ko"), /이미 사용/);
  assertEquals(explainRefusal(null, "en"), "");
});
