import { assertEquals } from "@std/assert";
import { findSecret } from "../../../tools/log_secrets.ts";
import { mintCredential } from "../../../ice/credentials/turn_credential.ts";
import { ResumeTokens } from "../../../signaling/room/resume_token.ts";

const SECRETS = new Map([["TURN_SECRET", "0123456789abcdef"]]);

const RESUME_TOKEN = new ResumeTokens("key").sign("k3VpQ0x2aB9d", "tea", 0);
const { password } = mintCredential("secret", "seat-k3VpQ0x2aB9d", 60, 0);

for (
  const [line, found] of [
    ["Started with 0123456789abcdef", "TURN_SECRET"],
    [`resume=${RESUME_TOKEN}`, "a resume token"],
    [`"credential":"${password}"`, "a TURN credential"],
    ["-----BEGIN PRIVATE KEY-----", "a private key"],
    ["-----BEGIN EC PRIVATE KEY-----", "a private key"],
    ["authorization: Bearer abc", "a bearer token"],
    ["redis://user:password@127.0.0.1/", "a password in a URL"],
  ] as const
) {
  Deno.test(`findSecret() finds ${found} in a line`, () => {
    assertEquals(findSecret(line, SECRETS), found);
  });
}

for (
  const line of [
    "    6E:FA:A3:BE:BF:9C:23:B6:C0:DC:50:1D:25:17:7D:87:",
    "Other devices    https://[fd00::2]:18443",
    "2026-11-26T09:20:26.094Z INFO  A member joined room=1 members=2 member=2",
    "at exports.getLabels (file:///work/npm/prom-client/14.2.0/lib/util.js:52:9)",
    "redis://[user]@127.0.0.1/?[query]",
  ]
) {
  Deno.test(`findSecret() finds none in ${JSON.stringify(line)}`, () => {
    assertEquals(findSecret(line, SECRETS), null);
  });
}
