import { assert, assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { AccountKey } from "../../../../server/acme/account_key.ts";

function decode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(text, { alphabet: "base64url" });
}

Deno.test("AccountKey signs with ES256, so that its public key verifies", async () => {
  const { key } = await AccountKey.generate();
  const jws = await key.sign({ nonce: "n", url: "https://a.test/" }, { a: 1 });
  const header = JSON.parse(new TextDecoder().decode(decode(jws.protected)));
  assertEquals(header, { alg: "ES256", nonce: "n", url: "https://a.test/" });
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const publicKey = await crypto.subtle.importKey(
    "jwk",
    { ...key.jwk },
    algorithm,
    false,
    ["verify"],
  );
  assert(
    await crypto.subtle.verify(
      algorithm,
      publicKey,
      decode(jws.signature),
      new TextEncoder().encode(`${jws.protected}.${jws.payload}`),
    ),
  );
});

Deno.test("AccountKey sends an empty payload for POST-as-GET", async () => {
  const { key } = await AccountKey.generate();
  assertEquals((await key.sign({}, undefined)).payload, "");
});

Deno.test("AccountKey.parse() reads what generate() wrote, and nothing else", async () => {
  const { key, pem } = await AccountKey.generate();
  assertEquals((await AccountKey.parse(pem))?.jwk, key.jwk);
  assertEquals(await AccountKey.parse("no key"), null);
  assertEquals(
    await AccountKey.parse(
      "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    ),
    null,
  );
});

Deno.test("AccountKey.authorize() appends the thumbprint of RFC 7638", async () => {
  const { key } = await AccountKey.generate();
  const { x, y } = key.jwk;
  const thumbprint = createHash("sha256")
    .update(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`)
    .digest("base64url");
  assertEquals(key.authorize("token"), `token.${thumbprint}`);
});
