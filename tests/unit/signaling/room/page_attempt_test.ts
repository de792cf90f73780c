/** Sockets of one page that arrive in another order than they were opened. @module */
import { assertEquals, assertThrows } from "@std/assert";
import {
  isOlderAttempt,
  readAttemptQuery,
} from "../../../../signaling/room/page_attempt.ts";
import {
  createHandover,
  parseHandover,
  restoreSeats,
} from "../../../../signaling/room/seat_handover.ts";
import { FakeHub, JoinRefusedError } from "../../../fakes/fake_hub.ts";

const attempt = (number: number, page = "page-one") => `${page}-${number}`;

/** Two members; the second one joined by the third socket of its page. */
function countingMember() {
  const hub = new FakeHub();
  const a = hub.join();
  const b = hub.join({ attempt: attempt(2) });
  const resume = { resumeToken: b.welcome.resume, receivedCount: 0 };
  return { hub, a, b, resume };
}

Deno.test("readAttemptQuery() knows attempts with a number at the end", () => {
  const read = (attempt: string) =>
    readAttemptQuery(new URLSearchParams({ attempt }));
  for (
    const text of ["abcd-efgh-jkmn-0", "abcd_efg-12", `a-${"9".repeat(15)}`]
  ) assertEquals(read(text), text);
  for (
    const text of [
      "abcd-efgh-jkmn",
      "abc-1",
      "-1234567",
      "with space-1",
      `a-${"9".repeat(16)}`,
      `${"a".repeat(63)}-1`,
    ]
  ) assertEquals(read(text), null, text);
  assertEquals(readAttemptQuery(new URLSearchParams()), null);
});

Deno.test("isOlderAttempt() compares the numbers of one page", () => {
  for (
    const [text, other, expected] of [
      [attempt(9), attempt(10), true],
      [attempt(10), attempt(9), false],
      [attempt(9), attempt(9), false],
      [attempt(9), attempt(10, "page-two"), false],
      [null, attempt(10), false],
      [attempt(9), null, false],
      [null, undefined, false],
    ] as const
  ) assertEquals(isOlderAttempt(text, other), expected, `${text} ${other}`);
});

Deno.test("joinRoom() closes a socket that its page opened before the one of the seat, which stays", () => {
  const { hub, a, b, resume } = countingMember();
  a.client.takeMessages();
  assertThrows(
    () => hub.join({ ...resume, attempt: attempt(1) }),
    JoinRefusedError,
    "4000",
  );
  assertEquals(b.client.closed, null);
  hub.sendFromMember(a.seat, { event: "x" });
  assertEquals(b.client.takeEventNames(), ["x"]);
  assertEquals(hub.effectLog.includes("resumed p2"), false);
});

Deno.test("joinRoom() keeps the messages of an away member from an older socket of its page", () => {
  const { hub, a, b, resume } = countingMember();
  hub.hub.detachSeat(b.seat, b.client, "timeout", hub.nowMs);
  hub.sendFromMember(a.seat, { event: "x", data: 1 });
  assertThrows(
    () => hub.join({ ...resume, attempt: attempt(0) }),
    JoinRefusedError,
    "4000",
  );
  const again = hub.join({ ...resume, attempt: attempt(3) });
  assertEquals(again.welcome.resumed, true);
  assertEquals(again.client.takeMessages().map(({ data }) => data), [1]);
});

for (
  const [name, next] of [
    ["the same socket", attempt(2)],
    ["a newer socket", attempt(10)],
    ["a socket of another page", attempt(0, "page-two")],
    ["a socket without a number", null],
  ] as const
) {
  Deno.test(`joinRoom() gives a seat to ${name}`, () => {
    const { hub, b, resume } = countingMember();
    const again = hub.join({ ...resume, attempt: next });
    assertEquals(again.welcome.resumed, true);
    assertEquals(b.client.closed?.code, 4000);
  });
}

Deno.test("A handover keeps which socket of its page a seat had last", () => {
  const { hub, b, resume } = countingMember();
  hub.hub.detachSeat(b.seat, b.client, "timeout", hub.nowMs);
  const content = JSON.parse(JSON.stringify(
    createHandover(hub.hub, hub.nowMs),
  ));
  const next = new FakeHub();
  const handover = parseHandover(content, next.nowMs);
  if (handover === null) throw new TypeError("The handover is not readable");
  restoreSeats(next.hub, handover, next.nowMs);
  assertThrows(
    () => next.join({ ...resume, attempt: attempt(1) }),
    JoinRefusedError,
    "4000",
  );
  next.join({ ...resume, attempt: attempt(3) });
});
