import { assertEquals, assertThrows } from "@std/assert";
import { RESUME_TOKEN_TTL_MS } from "../../../../signaling/room/resume_token.ts";
import { FakeHub, JoinRefusedError } from "../../../fakes/fake_hub.ts";

/** Two members; the second has counted its messages and lost its socket. */
function lostMember() {
  const hub = new FakeHub();
  const a = hub.join();
  const b = hub.join();
  a.client.takeMessages();
  hub.sendFromMember(a.seat, { event: "x", data: 1 });
  hub.hub.detachSeat(b.seat, b.client, "timeout", hub.nowMs);
  return { hub, a, b, resume: b.welcome.resume };
}

Deno.test("joinRoom() with a token resumes the seat, and the room does not notice", () => {
  const { hub, a, b, resume } = lostMember();
  hub.sendFromMember(a.seat, { event: "x", to: "p2", data: 2 });
  hub.sendFromMember(a.seat, { event: "x", data: 3 });
  const again = hub.join({ resumeToken: resume, receivedCount: 1 });
  assertEquals(again.seat, b.seat);
  assertEquals(again.welcome.resumed, true);
  assertEquals(again.client.takeMessages().map(({ data }) => data), [2, 3]);
  assertEquals(a.client.takeMessages(), []);
  assertEquals(hub.effectLog.at(-1), "resumed p2");
});

Deno.test("joinRoom() repeats messages that were written to a dead socket", () => {
  const { hub, resume } = lostMember();
  const again = hub.join({ resumeToken: resume, receivedCount: 0 });
  assertEquals(again.client.takeMessages().map(({ data }) => data), [1]);
});

Deno.test("joinRoom() sends the messages after the loss to a client that does not count", () => {
  const hub = new FakeHub();
  const a = hub.join();
  const b = hub.join({ countsReceived: false });
  hub.sendFromMember(a.seat, { event: "x", data: 1 });
  hub.hub.detachSeat(b.seat, b.client, "timeout", hub.nowMs);
  hub.sendFromMember(a.seat, { event: "x", data: 2 });
  const again = hub.join({
    resumeToken: b.welcome.resume,
    countsReceived: false,
  });
  assertEquals(again.welcome.resumed, true);
  assertEquals(again.client.takeMessages().map(({ data }) => data), [2]);
});

Deno.test("joinRoom() reports a gap that is no longer kept, and restarts the count", () => {
  const { hub, a, resume } = lostMember();
  for (let i = 0; i < 50; i++) {
    hub.sendFromMember(a.seat, { event: "x", data: i });
  }
  const again = hub.join({ resumeToken: resume, receivedCount: 1 });
  assertEquals(again.welcome.resumed, false);
  assertEquals(again.client.takeMessages(), []);
  hub.sendFromMember(a.seat, { event: "x", data: "new" });
  hub.hub.detachSeat(again.seat, again.client, "timeout", hub.nowMs);
  const third = hub.join({ resumeToken: resume, receivedCount: 0 });
  assertEquals(third.welcome.resumed, true);
  assertEquals(third.client.takeMessages().map(({ data }) => data), ["new"]);
});

Deno.test("joinRoom() replaces a socket that is still open", () => {
  const hub = new FakeHub();
  const a = hub.join();
  const again = hub.join({ resumeToken: a.welcome.resume, receivedCount: 0 });
  assertEquals(a.client.closed, { code: 4000, reason: "replaced" });
  hub.hub.detachSeat(a.seat, a.client, "timeout", hub.nowMs);
  hub.hub.sweep(hub.nowMs + 60_000);
  hub.join();
  assertEquals(again.client.takeEventNames(), ["peer-joined"]);
});

Deno.test("joinRoom() after a restart gives the same id in the same room", () => {
  const { resume } = lostMember();
  const restarted = new FakeHub();
  const again = restarted.join({ resumeToken: resume, receivedCount: 5 });
  assertEquals(again.welcome.id, "p2");
  assertEquals(again.welcome.resumed, false);
  const elsewhere = new FakeHub({}, { key: "another key" });
  assertThrows(
    () => elsewhere.join({ resumeToken: resume }),
    JoinRefusedError,
    "bad-resume 4002",
  );
});

Deno.test("joinRoom() refuses the token of a member that left", () => {
  const hub = new FakeHub();
  const a = hub.join();
  hub.sendFromMember(a.seat, { event: "leave" });
  assertEquals(a.client.closed, { code: 1000, reason: "left" });
  const { resume } = a.welcome;
  assertThrows(
    () => hub.join({ resumeToken: resume }),
    JoinRefusedError,
    "bad-resume 4002",
  );
});

Deno.test("joinRoom() accepts a token until it expires", () => {
  const hub = new FakeHub();
  const { welcome: { resume } } = hub.join();
  hub.nowMs += RESUME_TOKEN_TTL_MS - 1;
  hub.join({ resumeToken: resume });
  hub.nowMs += 1;
  assertThrows(
    () => hub.join({ resumeToken: resume }),
    JoinRefusedError,
    "bad-resume 4002",
  );
});

Deno.test("joinRoom() refuses any token with a changed character", () => {
  const hub = new FakeHub();
  const { welcome: { resume } } = hub.join();
  for (let i = 0; i < resume.length - 1; i++) {
    const forged = resume.slice(0, i) + (resume[i] === "A" ? "B" : "A") +
      resume.slice(i + 1);
    assertThrows(
      () => hub.join({ resumeToken: forged }),
      JoinRefusedError,
      "bad-resume",
    );
  }
  for (const resume of ["", ".", "a.b.c", "x".repeat(2000)]) {
    assertThrows(
      () => hub.join({ resumeToken: resume }),
      JoinRefusedError,
      "bad-resume",
    );
  }
});

Deno.test("joinRoom() by token refuses a full room after a restart", () => {
  const hub = new FakeHub();
  const { resume } = hub.join().welcome;
  const restarted = new FakeHub();
  for (const room of ["lobby", "lobby", "lobby"]) {
    restarted.join({ room });
  }
  hub.nowMs += 1;
  const full = new FakeHub({ maxRoomMembers: 1 });
  full.join({ resumeToken: hub.join().welcome.resume });
  assertThrows(
    () => full.join({ resumeToken: resume }),
    JoinRefusedError,
    "room-full 4003",
  );
});

Deno.test("joinRoom() with a token keeps the seat when the old socket ends by a limit while it is replaced", () => {
  const hub = new FakeHub();
  const a = hub.join();
  const b = hub.join();
  b.client.close = () =>
    hub.hub.detachSeat(b.seat, b.client, "policy", hub.nowMs);
  const again = hub.join({ resumeToken: b.welcome.resume, receivedCount: 0 });
  a.client.takeMessages();
  hub.sendFromMember(again.seat, { event: "x" });
  assertEquals(a.client.takeEventNames(), ["x"]);
});
