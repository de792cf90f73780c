import { assertEquals } from "@std/assert";
import {
  exportJWK,
  generateKeyPair,
  type JWTHeaderParameters,
  SignJWT,
} from "jose";
import { createInvitationVerifier } from "../../../../server/invitations/invitation_verifier.ts";
import {
  CLOCK_TOLERANCE_MS,
  createJwtVerifier,
  type JwtKeys,
} from "../../../../server/jwt/jwt_verifier.ts";
import { parseKeySet } from "../../../../server/jwt/key_set.ts";

const NOW = 1_800_000_000_000;
const SECRET = new TextEncoder().encode("0123456789abcdef0123456789abcdef");
const HS256: JwtKeys = { algorithm: "HS256", secret: SECRET };
const CLAIMS = { room: "tea", exp: NOW / 1000 + 60 };
const GRANTED = {
  room: "tea",
  isHost: false,
  expiresMs: NOW + 60_000 + CLOCK_TOLERANCE_MS,
  once: null,
};

type SigningKey = Parameters<SignJWT["sign"]>[0];

async function sign(
  claims: Record<string, unknown>,
  key: SigningKey = SECRET,
  header: JWTHeaderParameters = { alg: "HS256" },
): Promise<string> {
  return await new SignJWT(claims).setProtectedHeader(header).sign(key);
}

async function verify(
  token: string,
  keys: JwtKeys = HS256,
  checks: { issuer?: string; audience?: string } = {},
  nowMs = NOW,
): Promise<unknown> {
  const { issuer, audience } = checks;
  const jwt = createJwtVerifier(keys, { issuer, audience });
  return await createInvitationVerifier("own key", jwt)(token, nowMs);
}

async function makeKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  return { privateKey, jwk: { ...await exportJWK(publicKey), kid } };
}

Deno.test("a JWT with HS256 admits until its expiry, with the tolerance of the clocks", async () => {
  const token = await sign(CLAIMS);
  assertEquals(await verify(token), GRANTED);
  const endMs = NOW + 60_000 + CLOCK_TOLERANCE_MS;
  assertEquals(await verify(token, HS256, {}, endMs - 1_000), GRANTED);
  assertEquals(await verify(token, HS256, {}, endMs), "invitation-expired");
});

Deno.test("a JWT that is not valid yet, lacks exp or room, or names the default room is refused", async () => {
  const early = { ...CLAIMS, nbf: NOW / 1000 + 31 };
  assertEquals(await verify(await sign(early)), "invitation-early");
  for (
    const claims of [
      { room: "tea" },
      { exp: CLAIMS.exp },
      { ...CLAIMS, room: "lobby" },
      { ...CLAIMS, role: "admin" },
    ]
  ) assertEquals(await verify(await sign(claims)), "bad-invitation");
});

Deno.test("role, single use and client of a JWT are those of an invitation", async () => {
  const token = await sign({ ...CLAIMS, role: "host", once: true, jti: "1" });
  const granted = Object(await verify(`${token}~client-a`));
  assertEquals(
    [granted.isHost, granted.once.client],
    [true, "client-a"],
  );
});

Deno.test("issuer and audience are checked where they are set", async () => {
  const checks = { issuer: "app", audience: "maru" };
  const good = { ...CLAIMS, iss: "app", aud: ["other", "maru"] };
  assertEquals(await verify(await sign(good), HS256, checks), GRANTED);
  for (
    const claims of [
      CLAIMS,
      { ...good, iss: "other" },
      { ...good, aud: "other" },
    ]
  ) {
    assertEquals(
      await verify(await sign(claims), HS256, checks),
      "bad-invitation",
    );
  }
});

Deno.test("another secret, algorithm or no signature is refused", async () => {
  const other = new TextEncoder().encode("fedcba9876543210fedcba9876543210");
  const { privateKey } = await makeKey("a");
  const [header = "", payload = ""] = (await sign(CLAIMS)).split(".");
  const none = btoa('{"alg":"none"}').replace(/=+$/, "");
  for (
    const token of [
      await sign(CLAIMS, other),
      await sign(CLAIMS, other, { alg: "HS512" }),
      await sign(CLAIMS, privateKey, { alg: "ES256", kid: "a" }),
      `${none}.${payload}.`,
      `${header}.${payload}.`,
      "a.b.c",
    ]
  ) assertEquals(await verify(token), "bad-invitation", token);
});

Deno.test("ES256 is verified by the key that the token names, and asks again for one that is missing", async () => {
  const first = await makeKey("first");
  const second = await makeKey("second");
  const asked: boolean[] = [];
  const keys: JwtKeys = {
    algorithm: "ES256",
    findKeys: (isKeyMissing) => {
      asked.push(isKeyMissing);
      const set = isKeyMissing ? [first.jwk, second.jwk] : [first.jwk];
      return Promise.resolve(parseKeySet(JSON.stringify({ keys: set })));
    },
  };
  const header = { alg: "ES256", kid: "second" };
  const token = await sign(CLAIMS, second.privateKey, header);
  assertEquals(await verify(token, keys), GRANTED);
  assertEquals(asked, [false, true]);
  const forged = await sign(CLAIMS, second.privateKey, {
    alg: "ES256",
    kid: "first",
  });
  assertEquals(await verify(forged, keys), "bad-invitation");
  // The public key as the secret of another algorithm (RFC 8725 section 2.1).
  const confused = await sign(
    CLAIMS,
    new TextEncoder().encode(JSON.stringify(first.jwk)),
    { alg: "HS256", kid: "first" },
  );
  assertEquals(await verify(confused, keys), "bad-invitation");
  const nobody: JwtKeys = {
    algorithm: "ES256",
    findKeys: () => Promise.resolve(null),
  };
  assertEquals(await verify(token, nobody), "bad-invitation");
});
