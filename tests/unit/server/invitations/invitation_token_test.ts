import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { assertEquals } from "@std/assert";
import {
  type NewInvitation,
  signInvitation,
} from "../../../../server/invitations/invitation_token.ts";
import { createInvitationVerifier } from "../../../../server/invitations/invitation_verifier.ts";

const KEY = "a key of this server";
const NOW = 1_800_000_000_000;
const NEW: NewInvitation = {
  room: "Tea",
  name: "Ada",
  isHost: true,
  expiresMs: NOW + 60_000,
  onceId: null,
};

function verify(text: string, nowMs = NOW, key = KEY): unknown {
  return createInvitationVerifier(key)(text, nowMs);
}

/** A token with a right signature over any header and payload. */
function forge(header: unknown, payload: unknown): string {
  const signed = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const signature = createHmac("sha256", KEY).update(signed).digest();
  return `${signed}.${signature.toString("base64url")}`;
}

Deno.test("a signed invitation is verified with its role and expiry, until that second", () => {
  const token = signInvitation(KEY, NEW);
  const expected = {
    room: "Tea",
    isHost: true,
    expiresMs: NOW + 60_000,
    once: null,
  };
  assertEquals(verify(token), expected);
  assertEquals(verify(token, NOW + 59_999), expected);
  assertEquals(verify(token, NOW + 60_000), "invitation-expired");
});

Deno.test("the payload of an invitation is a readable JWT", () => {
  const [header = "", payload = ""] = signInvitation(KEY, NEW).split(".");
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, "base64url").toString());
  assertEquals(read(header), { alg: "HS256", typ: "maru+jwt" });
  assertEquals(read(payload), {
    room: "Tea",
    name: "Ada",
    role: "host",
    exp: NOW / 1000 + 60,
  });
});

Deno.test("a changed, cut or foreign token is refused", () => {
  const token = signInvitation(KEY, { ...NEW, isHost: false });
  const [header = "", payload = "", signature = ""] = token.split(".");
  const host = Buffer.from(payload, "base64url").toString()
    .replace("}", ',"role":"host"}');
  for (
    const text of [
      `${header}.${Buffer.from(host).toString("base64url")}.${signature}`,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      `${header}.${payload}.${signature}A`,
      `${token}.${signature}`,
      token.slice(1),
      "",
      "~",
      `${token}~short`,
      `${token}~client-a~client-b`,
      "x".repeat(5_000),
    ]
  ) assertEquals(verify(text), "bad-invitation", text);
  assertEquals(verify(token, NOW, "another key"), "bad-invitation");
});

Deno.test("a token of another type or algorithm is no invitation, also with a right signature", () => {
  const payload = { room: "tea", exp: NOW / 1000 + 60 };
  assertEquals(
    verify(forge({ alg: "HS256", typ: "maru+jwt" }, payload)),
    { room: "tea", isHost: false, expiresMs: NOW + 60_000, once: null },
  );
  for (
    const header of [
      { alg: "none", typ: "maru+jwt" },
      { alg: "HS256" },
      { alg: "HS256", typ: "JWT" },
    ]
  ) assertEquals(verify(forge(header, payload)), "bad-invitation");
});

Deno.test("claims that are missing, malformed or about the default room are refused", () => {
  const good = { room: "tea", exp: NOW / 1000 + 60 };
  const header = { alg: "HS256", typ: "maru+jwt" };
  for (
    const payload of [
      null,
      [],
      { ...good, room: "" },
      { ...good, room: "a b" },
      { ...good, room: "lobby" },
      { ...good, room: "Lobby" },
      { room: "tea" },
      { ...good, exp: "soon" },
      { ...good, exp: -1 },
      { ...good, role: "owner" },
      { ...good, name: "x".repeat(101) },
      { ...good, once: true },
      { ...good, once: "yes", jti: "1" },
    ]
  ) {
    assertEquals(
      verify(forge(header, payload)),
      "bad-invitation",
      JSON.stringify(payload),
    );
  }
  const early = { ...good, nbf: NOW / 1000 + 1 };
  assertEquals(verify(forge(header, early)), "invitation-early");
  assertEquals(
    Object(verify(forge(header, early), NOW + 1_000)).room,
    "tea",
  );
});

Deno.test("a single-use invitation carries its id and the text of the client", () => {
  const token = signInvitation(KEY, { ...NEW, onceId: "id 1" });
  const first = Object(verify(`${token}~client-a`)).once;
  assertEquals(first.client, "client-a");
  assertEquals(/^[\w-]{43}$/.test(first.id), true);
  assertEquals(Object(verify(token)).once, { id: first.id, client: null });
});
