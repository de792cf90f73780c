import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { MaruError } from "../../../../client/library/maru_error.ts";
import { settlePromises } from "../fakes/fake_clock.ts";
import { LibraryFixture } from "./library_fixture.ts";

/** Code of the error of `joining`. */
async function codeOf(joining: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => joining, MaruError)).code;
}

Deno.test("join() resolves in the room, without a device and without a document", async () => {
  const page = new LibraryFixture();
  const room = await page.enter(["ada"], { name: "Bob" });
  assertEquals(room.state, "in");
  assertEquals(room.name, "tea");
  assertEquals(room.id, "me");
  assertEquals(room.members.map(({ name }) => name), ["ada"]);
  assertEquals(page.media.requestedConstraints, []);
  assertEquals(page.profile().name, "Bob");
  assertEquals(page.profile().muted, true);
  assert(!("document" in globalThis));
});

Deno.test.each([
  { address: "/r/tea", baseUrl: "https://call.example/" },
  {
    address: "https://other.example/below/r/tea/?a#b",
    baseUrl: "https://other.example/below/",
  },
])("join() reads $address", async ({ address, baseUrl }) => {
  const page = new LibraryFixture();
  const joining = page.join({}, address);
  await settlePromises();
  page.welcome([]);
  await joining;
  const [opened] = page.addresses;
  assertEquals(opened?.baseUrl.href, baseUrl);
  assertEquals(opened?.roomName, "tea");
});

Deno.test.each([
  "https://call.example/",
  "https://call.example/r/a%20b",
  "https://call.example/r/%",
  "ftp://call.example/r/tea",
  "https://",
  "https://call.example/r/tea#k=",
  "https://call.example/r/tea#k=AAAA",
])("join() refuses %s", async (address) => {
  assertEquals(
    await codeOf(new LibraryFixture().join({}, address)),
    "bad-address",
  );
});

Deno.test("join() puts no key into an error", async () => {
  const error = await new LibraryFixture().join(
    {},
    "https://call.example/r/a%20b#k=secret",
  ).catch((error) => error);
  assertEquals(String(error).includes("a%20b"), true);
  assertEquals(String(error).includes("secret"), false);
});

Deno.test("join() rejects with no-webrtc in a browser without it", async () => {
  const page = new LibraryFixture();
  page.hasWebRtc = false;
  assertEquals(await codeOf(page.join()), "no-webrtc");
});

Deno.test("join() resolves while the room is locked, and enters it after admission", async () => {
  const page = new LibraryFixture();
  const joining = page.join({ name: "Bob" });
  await settlePromises();
  page.receive("locked", { room: "tea", waitSeconds: 60 });
  const room = await joining;
  assertEquals(room.state, "waiting");
  assertEquals(page.sent.at(-1)?.data, { name: "Bob" });
  const states: string[] = [];
  room.onstate = (state) => states.push(state);
  await settlePromises();
  page.welcome([]);
  assertEquals(states, ["waiting", "in"]);
});

Deno.test("A member that waits and is refused gets the code as the reason", async () => {
  const page = new LibraryFixture();
  const joining = page.join();
  await settlePromises();
  page.receive("locked", { room: "tea", waitSeconds: 60 });
  const room = await joining;
  const ends: unknown[] = [];
  room.onstate = (state, reason) => ends.push([state, reason]);
  await settlePromises();
  page.receive("error", { code: "knock-refused", message: "No" });
  page.cut(4010);
  assertEquals(ends.at(-1), ["ended", "knock-refused"]);
});

Deno.test("join() rejects with the code of the server", async () => {
  const page = new LibraryFixture();
  const joining = page.join();
  await settlePromises();
  page.receive("error", { code: "bad-room", message: "No" });
  page.cut(4001);
  assertEquals(await codeOf(joining), "bad-room");
  assertEquals(page.deviceEvents, null);
});

Deno.test("join() rejects with what the server says about an origin", async () => {
  const page = new LibraryFixture();
  page.failure = {
    code: "origin-not-allowed",
    message: "Requests from this origin are not allowed.",
    isFinal: true,
  };
  const joining = page.join();
  await settlePromises();
  page.cut();
  assertEquals(await codeOf(joining), "origin-not-allowed");
});

Deno.test.each([{ isEarly: true }, { isEarly: false }])(
  "An aborted signal ends joining with its reason (before: $isEarly)",
  async ({ isEarly }) => {
    const page = new LibraryFixture();
    const controller = new AbortController();
    const reason = new Error("Changed my mind");
    if (isEarly) controller.abort(reason);
    const joining = page.join({ signal: controller.signal });
    const rejection = assertRejects(() => joining, Error, "Changed my mind");
    await settlePromises();
    controller.abort(reason);
    await rejection;
    assertEquals(page.openSockets, 0);
    assertEquals(page.deviceEvents, null);
  },
);

Deno.test("An aborted signal leaves the room", async () => {
  const page = new LibraryFixture();
  const controller = new AbortController();
  const room = await page.enter([], { signal: controller.signal });
  controller.abort();
  assertEquals(room.state, "ended");
  assertEquals(page.sent.at(-1)?.event, "leave");
});

Deno.test("An invitation is sent in a message, and no more when the seat is resumed", async () => {
  const page = new LibraryFixture();
  const joining = page.join({}, "https://call.example/r/tea#i=a.b.c");
  await settlePromises();
  assertEquals(page.addresses, []);
  const [join] = page.sent;
  assertEquals([join?.event, join?.data.room], ["join", "tea"]);
  assertMatch(String(join?.data.invitation), /^a\.b\.c~\w{8,}/);
  page.welcome([]);
  await joining;
  page.cut();
  page.clock.advance(1_000);
  assertEquals(page.resumes.at(-1)?.token, "T");
});
