import { assert, assertEquals, assertNotEquals } from "@std/assert";
import {
  computeUserhash,
  deriveLongTermKey,
  findIntegrity,
  verifyIntegrity,
} from "../../../../../ice/stun/integrity.ts";
import {
  ATTRIBUTE,
  CLASS,
  METHOD,
} from "../../../../../ice/stun/iana_registry.ts";
import { StunMessageWriter } from "../../../../../ice/stun/message_writer.ts";
import { OFFERED_ALGORITHMS } from "../../../../../ice/turn/server/authenticate.ts";
import {
  SharedSecretCredentialStore,
  StaticCredentialStore,
} from "../../../../../ice/credentials/credential_store.ts";
import {
  type FakeTurnClient,
  REALM,
  START_MS,
  TurnWorld,
  WORLD_SECRET,
} from "../../../../fakes/turn_world.ts";

/** Builds an Allocate with exactly these attributes, signed with the client's key. */
function signed(
  client: FakeTurnClient,
  write: (writer: StunMessageWriter) => void,
  password = client.password,
  algorithm: "md5" | "sha256" = "md5",
) {
  const { username } = client;
  const writer = new StunMessageWriter(
    METHOD.allocate,
    CLASS.request,
    client.nextTransactionId(),
  ).bytes(ATTRIBUTE.requestedTransport, Uint8Array.of(17, 0, 0, 0));
  write(writer);
  return client.exchange(
    writer.integrity(
      deriveLongTermKey({ username, realm: REALM, password }, algorithm),
      "sha256",
    ).finish(),
  );
}

Deno.test("authenticateRequest() challenges a request without credentials", () => {
  const client = new TurnWorld().createClient("u");
  const response = client.exchange(client.buildRequest(METHOD.allocate));
  assertEquals(response?.error, 401);
  assertEquals(response?.message.text(ATTRIBUTE.realm), REALM);
  assertEquals(
    response?.message.text(ATTRIBUTE.nonce)?.startsWith("obMatJos2gAAA"),
    true,
  );
  assertEquals(
    response?.message.value(ATTRIBUTE.passwordAlgorithms)?.toHex(),
    OFFERED_ALGORITHMS.toHex(),
  );
  assertEquals(response?.message.has(ATTRIBUTE.messageIntegrity), false);
});

Deno.test.each([
  { missing: "USERNAME", types: [ATTRIBUTE.realm, ATTRIBUTE.nonce] },
  { missing: "REALM", types: [ATTRIBUTE.username, ATTRIBUTE.nonce] },
  { missing: "NONCE", types: [ATTRIBUTE.username, ATTRIBUTE.realm] },
])("authenticateRequest() answers 400 when only $missing is missing", (c) => {
  const client = new TurnWorld().createClient("u");
  client.requestNonce();
  const values: Record<number, string> = {
    [ATTRIBUTE.username]: client.username,
    [ATTRIBUTE.realm]: REALM,
    [ATTRIBUTE.nonce]: client.nonce,
  };
  const response = signed(client, (writer) => {
    for (const type of c.types) writer.text(type, values[type] ?? "");
  });
  assertEquals(response?.error, 400);
});

Deno.test("authenticateRequest() answers a wrong password, username or realm with 401", () => {
  const world = new TurnWorld();
  const wrong = world.createClient("u");
  wrong.password = "wrong";
  assertEquals(wrong.allocate().error, 401);
  const unknown = world.createClient("u");
  unknown.username = "no-such-shape";
  assertEquals(unknown.allocate().error, 401);
  const client = world.createClient("u");
  client.requestNonce();
  const response = signed(client, (writer) => {
    writer.text(ATTRIBUTE.username, client.username)
      .text(ATTRIBUTE.realm, "elsewhere").text(ATTRIBUTE.nonce, client.nonce);
  });
  assertEquals(response?.error, 401);
});

Deno.test("authenticateRequest() answers a nonce that is an hour old with 438 and a new one", () => {
  for (const [offset, error] of [[-1, null], [0, 438], [1, 438]] as const) {
    const world = new TurnWorld({
      credentials: new StaticCredentialStore("n", "p", REALM),
    });
    const client = world.createClient("u");
    client.username = "n";
    client.password = "p";
    client.requestNonce();
    world.nowMs = START_MS + 3_600_000 + offset;
    const response = client.allocate();
    assertEquals(response.error, error, `at t${offset}`);
    if (error === null) continue;
    const nonce = response.message.text(ATTRIBUTE.nonce);
    assert(nonce);
    assertNotEquals(nonce, client.nonce);
    client.nonce = nonce;
    assertEquals(client.allocate().error, null);
  }
});

Deno.test("authenticateRequest() answers a forged nonce or one of another five-tuple with 438", () => {
  const world = new TurnWorld();
  const victim = world.createClient("u");
  victim.requestNonce();
  const thief = world.createClient("u");
  thief.nonce = victim.nonce;
  assertEquals(thief.allocate().error, 438);
  for (const nonce of ["x", victim.nonce.slice(0, -1) + "A", "é".repeat(33)]) {
    victim.nonce = nonce;
    assertEquals(victim.allocate().error, 438);
  }
});

Deno.test("authenticateRequest() accepts SHA-256 integrity, and the response has it too", () => {
  const client = new TurnWorld().createClient("u", { integrity: "sha256" });
  const { message, error } = client.allocate();
  assertEquals(error, null);
  const found = findIntegrity(message);
  assert(found);
  assertEquals(found.kind, "sha256");
  const { username, password } = client;
  const key = deriveLongTermKey({ username, realm: REALM, password });
  assertEquals(verifyIntegrity(message, found, key), true);
});

Deno.test("authenticateRequest() accepts the SHA-256 password algorithm with the repeated offer", () => {
  const client = new TurnWorld().createClient("u");
  client.requestNonce();
  const response = signed(
    client,
    (writer) => {
      writer.text(ATTRIBUTE.username, client.username)
        .text(ATTRIBUTE.realm, REALM).text(ATTRIBUTE.nonce, client.nonce)
        .bytes(ATTRIBUTE.passwordAlgorithms, OFFERED_ALGORITHMS)
        .bytes(ATTRIBUTE.passwordAlgorithm, Uint8Array.of(0, 2, 0, 0));
    },
    client.password,
    "sha256",
  );
  assertEquals(response?.error, null);
});

Deno.test.each([
  { name: "no repeated offer", offered: "", chosen: "00020000" },
  { name: "no choice", offered: "0002000000010000", chosen: "" },
  { name: "a changed offer", offered: "00010000", chosen: "00010000" },
  {
    name: "an unknown choice",
    offered: "0002000000010000",
    chosen: "00030000",
  },
])(
  "authenticateRequest() answers $name, a possible bid-down attack, with 400",
  (c) => {
    const client = new TurnWorld().createClient("u");
    client.requestNonce();
    const response = signed(client, (writer) => {
      writer.text(ATTRIBUTE.username, client.username)
        .text(ATTRIBUTE.realm, REALM).text(ATTRIBUTE.nonce, client.nonce);
      if (c.offered) {
        writer.bytes(
          ATTRIBUTE.passwordAlgorithms,
          Uint8Array.fromHex(c.offered),
        );
      }
      if (c.chosen) {
        writer.bytes(ATTRIBUTE.passwordAlgorithm, Uint8Array.fromHex(c.chosen));
      }
    });
    assertEquals(response?.error, 400);
  },
);

Deno.test("authenticateRequest() accepts the USERHASH of a registered username", () => {
  const store = new SharedSecretCredentialStore(WORLD_SECRET, REALM);
  const client = new TurnWorld({ credentials: store }).createClient("u");
  client.requestNonce();
  const attempt = () =>
    signed(client, (writer) => {
      writer.bytes(ATTRIBUTE.userhash, computeUserhash(client.username, REALM))
        .text(ATTRIBUTE.realm, REALM).text(ATTRIBUTE.nonce, client.nonce);
    })?.error;
  assertEquals(attempt(), 401);
  store.addUsername(client.username);
  assertEquals(attempt(), null);
});

Deno.test("authenticateRequest() offers USERHASH when every username is known", () => {
  const store = new StaticCredentialStore("name", "p", REALM);
  const world = new TurnWorld({ credentials: store });
  const client = world.createClient("u", {});
  client.requestNonce();
  assertEquals(client.nonce.startsWith("obMatJos2wAAA"), true);
  client.username = "name";
  client.password = "p";
  const response = signed(client, (writer) => {
    writer.bytes(ATTRIBUTE.userhash, computeUserhash("name", REALM))
      .text(ATTRIBUTE.realm, REALM).text(ATTRIBUTE.nonce, client.nonce);
  });
  assertEquals(response?.error, null);
});
