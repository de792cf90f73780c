/** Two or three pages with a key, and a server that may do anything. @module */
import { assert, assertEquals } from "@std/assert";
import {
  MAX_REMEMBERED_MEMBERS,
  MessageAuthenticator,
} from "../../../../../client/engine/trust/message_authenticator.ts";
import type { MemberStanding } from "../../../../../client/engine/trust/member_standing.ts";
import {
  type ComputeProof,
  deriveProofKey,
} from "../../../../../client/engine/trust/message_proof.ts";
import type { InboundMessage } from "../../../../../client/engine/signaling/decode_server_message.ts";
import {
  asRecord,
  type UnknownRecord,
} from "../../../../../client/engine/json.ts";

const KEY = Uint8Array.from({ length: 16 }, (_, i) => i);
const OTHER_KEY = KEY.map((byte) => byte ^ 1);
const OFFER = {
  connection: { generation: 0, by: "a" },
  description: { type: "offer", sdp: "a=fingerprint:sha-256 AA" },
};

/** A page, what it sent, and what was delivered to it. */
class Page {
  readonly sent: UnknownRecord[] = [];
  readonly delivered: InboundMessage[] = [];
  readonly standings: MemberStanding[] = [];
  readonly unproven: string[] = [];
  readonly authenticator: MessageAuthenticator;
  readonly #computeProof: Promise<ComputeProof>;

  constructor(readonly id: string, readonly session = `page of ${id}`, {
    key = KEY,
    room = "room",
  } = {}) {
    this.#computeProof = deriveProofKey(crypto.subtle, key, room);
    this.authenticator = new MessageAuthenticator({
      computeProof: this.#computeProof,
      session,
      send: (_event, data) => this.sent.push(asRecord(data) ?? {}),
      deliver: (message) => this.delivered.push(message),
      onStanding: (_id, standing) => this.standings.push(standing),
      onUnproven: ({ from }) => this.unproven.push(from),
      onError: (error) => {
        throw error;
      },
    });
  }

  /** Enters the room; the others are there with this info. */
  async enter(peers: Readonly<Record<string, UnknownRecord>> = {}) {
    const list = Object.entries(peers).map(([id, info]) => ({ id, info }));
    await this.receive("welcome", { id: this.id, peers: list });
    // Also where no proof is needed: derived before the end of the test.
    await this.#computeProof;
  }

  async receive(event: string, data: unknown, from?: string) {
    const count = this.delivered.length;
    const message = JSON.parse(JSON.stringify({ event, data, from }));
    await this.authenticator.receive(message);
    return this.delivered.length > count;
  }

  async send(event: string, data: unknown, to?: string) {
    await this.authenticator.send(event, data, to);
    return this.sent.at(-1) ?? {};
  }

  async info(version = 1, name = this.id) {
    const { session } = this;
    return await this.send("info", { name, session, version });
  }
}

/** Pages of `a` and `b` that know each other. */
async function makePair() {
  const a = new Page("a");
  const b = new Page("b");
  await a.enter();
  await b.enter({ a: await a.info() });
  await a.receive("peer-joined", { id: "b", info: {} });
  await a.receive("peer-info", { id: "b", info: await b.info() });
  return { a, b };
}

Deno.test("Pages with the key take each other's descriptions", async () => {
  const { a, b } = await makePair();
  assertEquals(a.authenticator.standingOf("b"), "proven");
  assertEquals(b.authenticator.standingOf("a"), "proven");
  const offer = await a.send("description", OFFER, "b");
  assert(await b.receive("description", offer, "a"));
  assertEquals(b.delivered.at(-1), {
    event: "description",
    data: offer,
    from: "a",
  });
});

const FORGERIES: Readonly<
  Record<string, (offer: UnknownRecord) => UnknownRecord>
> = {
  "another fingerprint": (offer) => ({
    ...offer,
    description: { type: "offer", sdp: "a=fingerprint:sha-256 BB" },
  }),
  "another type": (offer) => ({
    ...offer,
    description: { ...asRecord(offer.description), type: "answer" },
  }),
  "another generation": (offer) => ({
    ...offer,
    connection: { generation: 1, by: "a" },
  }),
  "another maker of the connection": (offer) => ({
    ...offer,
    connection: { generation: 0, by: "b" },
  }),
  "no proof": ({ proof: _, ...offer }) => offer,
  "an empty proof": (offer) => ({ ...offer, proof: {} }),
  "a null proof": (offer) => ({ ...offer, proof: null }),
  "no code": (offer) => withProof(offer, { mac: undefined }),
  "an empty code": (offer) => withProof(offer, { mac: "" }),
  "a shorter code": (offer) => withProof(offer, { mac: macOf(offer).slice(1) }),
  "a later counter": (offer) => withProof(offer, { counter: 99 }),
  "another page of the sender": (offer) => withProof(offer, { session: "x" }),
  "no page of the sender": (offer) => withProof(offer, { session: "" }),
  "another page of the receiver": (offer) =>
    withProof(offer, { toSession: "x" }),
};

for (const [name, forge] of Object.entries(FORGERIES)) {
  Deno.test(`A description with ${name} is refused, and said`, async () => {
    const { a, b } = await makePair();
    const offer = await a.send("description", OFFER, "b");
    assertEquals(await b.receive("description", forge(offer), "a"), false);
    assertEquals(b.authenticator.standingOf("a"), "forged");
    // The true one still counts, and clears the suspicion.
    assert(await b.receive("description", offer, "a"));
    assertEquals(b.authenticator.standingOf("a"), "proven");
  });
}

Deno.test("A description that was taken is refused from then on, as are older ones", async () => {
  const { a, b } = await makePair();
  const offers = [];
  for (let i = 0; i < 4; i++) {
    offers.push(await a.send("description", OFFER, "b"));
  }
  assert(await b.receive("description", offers[2], "a"));
  for (const old of offers.slice(0, 3)) {
    assertEquals(await b.receive("description", old, "a"), false);
  }
  assert(await b.receive("description", offers[3], "a"));
  assertEquals(b.authenticator.standingOf("a"), "proven");
});

Deno.test("A description is refused at another member, and in another's name", async () => {
  const { a, b } = await makePair();
  const c = new Page("c");
  await c.enter({ a: await a.info(2), b: await b.info(2) });
  const offer = await a.send("description", OFFER, "b");
  assertEquals(await c.receive("description", offer, "a"), false);
  assertEquals(await c.receive("description", offer, "b"), false);
  assertEquals(await b.receive("description", offer, "c"), false);
  // Sent back to its sender.
  assertEquals(await a.receive("description", offer, "b"), false);
});

Deno.test("A description for a page before a reload is dropped without suspicion", async () => {
  const { a, b } = await makePair();
  const late = await a.send("description", OFFER, "b");
  const reloaded = new Page("b", "second page of b");
  await reloaded.enter({ a: await a.info(2) });
  assertEquals(await reloaded.receive("description", late, "a"), false);
  assertEquals(reloaded.authenticator.standingOf("a"), "proven");
  await a.receive("peer-info", { id: "b", info: await reloaded.info() });
  const offer = await a.send("description", OFFER, "b");
  assert(await reloaded.receive("description", offer, "a"));
  assertEquals(await b.receive("description", offer, "a"), false);
});

Deno.test("A description of a page before a reload is refused after one of the new page", async () => {
  const { a, b } = await makePair();
  const early = await a.send("description", OFFER, "b");
  const reloaded = new Page("a", "second page of a");
  await reloaded.enter({ b: await b.info(2) });
  await b.receive("peer-info", { id: "a", info: await reloaded.info() });
  const offer = await reloaded.send("description", OFFER, "b");
  assert(await b.receive("description", offer, "a"));
  assertEquals(await b.receive("description", early, "a"), false);
});

Deno.test("The info of an earlier page does not take descriptions back to it", async () => {
  const { a, b } = await makePair();
  const old = await b.info(2);
  const reloaded = new Page("b", "second page of b");
  await reloaded.enter({ a: await a.info(2) });
  await a.receive("peer-info", { id: "b", info: await reloaded.info() });
  await a.receive("peer-info", { id: "b", info: old });
  const offer = await a.send("description", OFFER, "b");
  assertEquals(asRecord(offer.proof)?.toSession, "second page of b");
});

Deno.test("An info with another name, another sender or no proof is not used", async () => {
  const { a, b } = await makePair();
  const info = await a.info(2, "Ada");
  const forged = [
    { id: "a", info: { ...info, name: "Eve" } },
    { id: "a", info: { ...info, more: true } },
    { id: "a", info: { ...info, version: 9 } },
    { id: "a", info: { ...info, proof: undefined } },
    { id: "a", info: { ...info, proof: "" } },
    { id: "a", info: { ...info, proof: { mac: info.proof } } },
  ];
  for (const data of forged) {
    assertEquals(await b.receive("peer-info", data), false);
    assertEquals(b.authenticator.standingOf("a"), "forged");
  }
  assertEquals(await b.receive("peer-info", { id: "c", info }), false);
  assertEquals(b.authenticator.standingOf("c"), "wrong-key");
  assert(await b.receive("peer-info", { id: "a", info }));
  await b.receive("peer-joined", forged[0]);
  assertEquals(b.delivered.at(-1), {
    event: "peer-joined",
    data: { id: "a", info: {} },
  });
  await b.enter({ a: { name: "Eve" }, d: { name: "Dan" } });
  assertEquals(asRecord(asRecord(b.delivered.at(-1))?.data)?.peers, [
    { id: "a", info: {} },
    { id: "d", info: { name: "Dan" } },
  ]);
});

Deno.test("The order of the fields of an info does not matter", async () => {
  const { a, b } = await makePair();
  const info = await a.info(2, "Ada");
  const reversed = Object.fromEntries(Object.entries(info).reverse());
  assert(await b.receive("peer-info", { id: "a", info: reversed }));
});

Deno.test("A member without a key is taken only when the person allows it", async () => {
  const b = new Page("b");
  await b.enter({ a: { name: "Ann" } });
  assertEquals(b.authenticator.standingOf("a"), "unproven");
  assertEquals(await b.receive("description", OFFER, "a"), false);
  assertEquals(b.unproven, ["a"]);
  b.authenticator.allow("a");
  assert(await b.receive("description", OFFER, "a"));
  assert(await b.receive("peer-info", { id: "a", info: { name: "Anna" } }));
  assertEquals(b.authenticator.standingOf("a"), "allowed");
  // Reloaded with the whole link.
  const a = new Page("a");
  await a.enter({ b: await b.info() });
  await b.receive("peer-info", { id: "a", info: await a.info() });
  assertEquals(b.authenticator.standingOf("a"), "proven");
  assertEquals(await b.receive("description", OFFER, "a"), false);
});

Deno.test("A member that has sent nothing yet is neither taken nor suspected", async () => {
  const b = new Page("b");
  await b.enter({ a: {} });
  assertEquals(b.authenticator.standingOf("a"), "unknown");
  b.authenticator.allow("a");
  assertEquals(b.authenticator.standingOf("a"), "unknown");
  assertEquals(await b.receive("description", OFFER, "a"), false);
  assertEquals(b.authenticator.standingOf("a"), "unproven");
});

Deno.test.each([
  { key: OTHER_KEY, room: "room" },
  { key: KEY, room: "other" },
])(
  "A member with another key or room is refused, and cannot be allowed",
  async (difference) => {
    const a = new Page("a", "page", difference);
    await a.enter();
    const b = new Page("b");
    await b.enter({ a: await a.info() });
    b.authenticator.allow("a");
    assertEquals(b.authenticator.standingOf("a"), "wrong-key");
    const offer = await a.send("description", OFFER, "b");
    assertEquals(await b.receive("description", offer, "a"), false);
    assertEquals(await b.receive("description", OFFER, "a"), false);
  },
);

Deno.test("A member that proved its key is never taken without a proof again", async () => {
  const { a, b } = await makePair();
  await b.receive("peer-info", { id: "a", info: { name: "Ann" } });
  b.authenticator.allow("a");
  assertEquals(b.authenticator.standingOf("a"), "forged");
  await b.receive("peer-left", { id: "a", reason: "left" });
  await b.receive("peer-joined", { id: "a", info: { name: "Ann" } });
  b.authenticator.allow("a");
  assertEquals(await b.receive("description", OFFER, "a"), false);
  // Nor does it say which connection is the newest.
  assertEquals(b.unproven, []);
  assert(
    await b.receive(
      "description",
      await a.send("description", OFFER, "b"),
      "a",
    ),
  );
});

Deno.test("Messages keep their order in both directions", async () => {
  const { a, b } = await makePair();
  void a.authenticator.send("description", OFFER, "b");
  await a.authenticator.send("candidate", { candidate: 1 }, "b");
  const [offer, candidate] = a.sent.slice(-2);
  assertEquals(candidate, { candidate: 1 });
  const from = "a";
  void b.authenticator.receive({ event: "description", data: offer, from });
  await b.authenticator.receive({ event: "candidate", data: candidate, from });
  assertEquals(b.delivered.slice(-2).map(({ event }) => event), [
    "description",
    "candidate",
  ]);
});

Deno.test("The number of remembered members is bounded; those with the key stay", async () => {
  const { a, b } = await makePair();
  const offer = await a.send("description", OFFER, "b");
  assert(await b.receive("description", offer, "a"));
  for (let i = 0; i < MAX_REMEMBERED_MEMBERS; i++) {
    await b.receive("peer-joined", { id: `x${i}`, info: { name: "X" } });
  }
  assertEquals(b.authenticator.standingOf("x0"), "unknown");
  assertEquals(b.authenticator.standingOf("x1"), "unproven");
  // Its messages are neither forgotten nor taken as those of a stranger.
  assertEquals(await b.receive("description", offer, "a"), false);
  assertEquals(b.authenticator.standingOf("a"), "proven");
  await b.receive("peer-info", { id: "a", info: { name: "X" } });
  assertEquals(b.authenticator.standingOf("a"), "forged");
});

Deno.test("An allowed member stays one that has proven nothing, whatever it sends", async () => {
  const { a, b } = await makePair();
  const page = new Page("c", "page of c", { key: OTHER_KEY });
  await page.enter();
  await b.receive("peer-joined", { id: "c", info: { name: "Cho" } });
  b.authenticator.allow("c");
  const info = await page.info();
  const offer = await a.send("description", OFFER, "b");
  assertEquals(await b.receive("peer-info", { id: "c", info }), false);
  assertEquals(await b.receive("description", offer, "c"), false);
  for (let i = 0; i < MAX_REMEMBERED_MEMBERS; i++) {
    await b.receive("peer-joined", { id: `x${i}`, info: { name: "X" } });
  }
  assertEquals(b.authenticator.standingOf("c"), "allowed");
});

Deno.test("A welcome with a member twice brings only what was checked", async () => {
  const { a } = await makePair();
  const b = new Page("b");
  const proven = { id: "a", info: await a.info() };
  const { session } = a;
  const made = { id: "a", info: { name: "Eve", session, version: 1e300 } };
  for (const peers of [[made, proven], [proven, made]]) {
    await b.receive("welcome", { id: "b", peers });
    const [{ data }] = b.delivered.splice(0) as [InboundMessage];
    const names = Object(data).peers.map((peer: UnknownRecord) =>
      Object(peer.info).name
    );
    assertEquals(names.includes("Eve") && names.length > 1, false);
    if (b.authenticator.standingOf("a") === "proven") {
      assertEquals(names, ["a"]);
    }
  }
});

function macOf({ proof }: UnknownRecord): string {
  return String(asRecord(proof)?.mac);
}

function withProof(
  offer: UnknownRecord,
  change: UnknownRecord,
): UnknownRecord {
  return { ...offer, proof: { ...asRecord(offer.proof), ...change } };
}
