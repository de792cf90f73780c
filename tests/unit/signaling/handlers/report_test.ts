import { assertEquals } from "@std/assert";
import { FakeHub } from "../../../fakes/fake_hub.ts";

const REPORT = { route: "relayed", transport: "tls", mediaMs: 420 };

function createMembers(room: string) {
  const hub = new FakeHub();
  const sender = hub.join({ room });
  const other = hub.join({ room });
  sender.client.texts.length = 0;
  other.client.texts.length = 0;
  const report = (data: unknown) =>
    hub.sendFromMember(sender.seat, { event: "connection-report", data });
  const reported = () =>
    hub.effectLog.filter((line) => line.startsWith("reported"));
  return { hub, sender, other, report, reported };
}

for (const room of ["tea", "lobby"]) {
  Deno.test(`connection-report goes to the metrics and not to the others of ${room}`, () => {
    const { sender, other, report, reported } = createMembers(room);
    report(REPORT);
    assertEquals(reported(), ["reported relayed tls 420"]);
    assertEquals([sender.client.texts, other.client.texts], [[], []]);
  });
}

for (
  const data of [
    null,
    {},
    { ...REPORT, route: "192.0.2.1" },
    { ...REPORT, transport: "sctp" },
    { ...REPORT, mediaMs: -1 },
    { ...REPORT, mediaMs: 600_001 },
    { ...REPORT, mediaMs: "420" },
  ]
) {
  Deno.test(`connection-report with ${JSON.stringify(data)} is refused`, () => {
    const { sender, report, reported } = createMembers("tea");
    report(data);
    assertEquals(reported(), []);
    const [answer = "{}"] = sender.client.texts;
    assertEquals(JSON.parse(answer).data.code, "bad-data");
  });
}

Deno.test("connection-report counts eight times at once, then once in ten seconds", () => {
  const { hub, report, reported } = createMembers("tea");
  for (let n = 0; n < 20; n++) report(REPORT);
  assertEquals(reported().length, 8);
  hub.nowMs += 9_999;
  report(REPORT);
  assertEquals(reported().length, 8);
  hub.nowMs += 1;
  report(REPORT);
  report(REPORT);
  assertEquals(reported().length, 9);
});
