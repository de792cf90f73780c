import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { exportJWK, generateKeyPair } from "jose";
import {
  FETCH_INTERVAL_MS,
  KEY_SET_AGE_MS,
  parseKeySet,
  RemoteKeySet,
} from "../../../../server/jwt/key_set.ts";

const { publicKey } = await generateKeyPair("ES256");
const KEYS = JSON.stringify({ keys: [await exportJWK(publicKey)] });

function remote() {
  const world = { nowMs: 0, fetches: 0, failures: 0, text: KEYS };
  const set = new RemoteKeySet({
    fetchText: () => {
      world.fetches++;
      return world.text === ""
        ? Promise.reject(new Error("down"))
        : Promise.resolve(world.text);
    },
    nowMs: () => world.nowMs,
    onFailure: () => world.failures++,
  });
  return { world, set };
}

Deno.test("a key set without a key of P-256, with too many, or of another form is refused", () => {
  for (
    const text of [
      "",
      "[]",
      "{}",
      '{"keys":[]}',
      '{"keys":[{"kty":"oct","k":"AA"}]}',
      '{"keys":[{"kty":"EC","crv":"P-384"}]}',
      JSON.stringify({ keys: Array(101).fill({ kty: "EC", crv: "P-256" }) }),
    ]
  ) assertThrows(() => parseKeySet(text));
});

Deno.test("a set is fetched once for many tokens, and again when it is old", async () => {
  const { world, set } = remote();
  const found = await Promise.all([set.get(), set.get()]);
  assertNotEquals(found, [null, null]);
  world.nowMs = KEY_SET_AGE_MS - 1;
  await set.get();
  assertEquals(world.fetches, 1);
  world.nowMs = KEY_SET_AGE_MS;
  await set.get();
  assertEquals(world.fetches, 2);
});

Deno.test("a missing key fetches the set again, at most once in its interval", async () => {
  const { world, set } = remote();
  await set.get();
  await set.get(true);
  assertEquals(world.fetches, 1);
  world.nowMs = FETCH_INTERVAL_MS;
  await set.get(true);
  await set.get(true);
  assertEquals(world.fetches, 2);
});

Deno.test("while its server fails, the last set stays in use and one failure is reported", async () => {
  const { world, set } = remote();
  const first = await set.get();
  world.text = "";
  for (let i = 0; i < 3; i++) {
    world.nowMs += KEY_SET_AGE_MS;
    assert(await set.get(true) === first);
  }
  assertEquals([world.fetches, world.failures], [4, 1]);
  world.text = KEYS;
  world.nowMs += KEY_SET_AGE_MS;
  assert(await set.get(true) !== first);
});

Deno.test("without any set there is no key, and the next one is asked for later", async () => {
  const { world, set } = remote();
  world.text = "not json";
  assertEquals(await set.get(), null);
  assertEquals(await set.get(), null);
  assertEquals([world.fetches, world.failures], [1, 1]);
  world.text = KEYS;
  world.nowMs = FETCH_INTERVAL_MS;
  assertNotEquals(await set.get(), null);
});
