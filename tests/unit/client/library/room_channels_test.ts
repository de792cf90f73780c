import { assert, assertEquals, assertThrows } from "@std/assert";
import { settlePromises } from "../fakes/fake_clock.ts";
import { FakeDataChannel } from "../fakes/fake_data_channel.ts";
import type { FakePeerConnection } from "../fakes/fake_pc.ts";
import {
  MAX_CHANNEL_BYTES,
  MAX_RECEIVED_CHANNELS,
} from "../../../../client/library/room_channels.ts";
import { LibraryFixture } from "./library_fixture.ts";

/** The channel of the application on a connection. */
function channelOn(pc: FakePeerConnection | undefined): FakeDataChannel {
  const channel = pc?.channels.find(({ negotiated }) => !negotiated);
  assert(channel, "No channel");
  return channel;
}

/** A channel of the other side. */
function receiveChannel(
  pc: FakePeerConnection | undefined,
  label: string,
  protocol = "maru-library",
): FakeDataChannel {
  const channel = new FakeDataChannel(label, { protocol });
  pc?.ondatachannel?.({ channel });
  return channel;
}

Deno.test("A channel sends to all members or to one, once it is open", async () => {
  const page = new LibraryFixture();
  const room = await page.enter(["ada", "bob"]);
  const moves = room.channel("moves", { ordered: false, maxRetransmits: 0 });
  assertEquals(room.channel("moves"), moves);
  const opened: string[] = [];
  moves.onopen = ({ name }) => opened.push(name);
  const [ada, bob] = page.pcs.map(channelOn);
  assertEquals(ada?.ordered, false);
  assertEquals(moves.send("early"), false);
  ada?.open();
  assertEquals(moves.send("one"), true);
  bob?.open();
  const [, second] = room.members;
  assertEquals(moves.send("two", second), true);
  assertEquals(opened, ["ada", "bob"]);
  assertEquals([ada?.sent, bob?.sent], [["one"], ["two"]]);
  assertThrows(() => moves.send("x".repeat(MAX_CHANNEL_BYTES + 1)), TypeError);
  moves.close();
  assertEquals(ada?.readyState, "closed");
  assert(room.channel("moves") !== moves);
});

Deno.test("Messages arrive on the channel of their name, with their member", async () => {
  const page = new LibraryFixture();
  const room = await page.enter(["ada"]);
  const moves = room.channel("moves");
  const heard: unknown[] = [];
  moves.onmessage = ({ from, data }) => heard.push(from.name, data);
  receiveChannel(page.pcs[0], "moves").receive("up");
  receiveChannel(page.pcs[0], "other").receive("lost");
  receiveChannel(page.pcs[0], "moves", "foreign").receive("foreign");
  assertEquals(heard, ["ada", "up"]);
});

Deno.test("A member cannot open channels without limit", async () => {
  const page = new LibraryFixture();
  await page.enter(["ada"]);
  const channels = Array.from(
    { length: MAX_RECEIVED_CHANNELS + 1 },
    (_, i) => receiveChannel(page.pcs[0], `c${i}`),
  );
  assertEquals(channels.filter((c) => c.readyState === "closed").length, 1);
  // One that has closed makes room for another.
  channels[0]?.onclose?.(new Event("close"));
  const states = ["next", "more"].map((label) =>
    receiveChannel(page.pcs[0], label).readyState
  );
  assertEquals(states, ["connecting", "closed"]);
});

Deno.test("A new connection opens the channels again", async () => {
  const page = new LibraryFixture();
  const room = await page.enter([]);
  const moves = room.channel("moves");
  page.receive("peer-joined", { id: "ada", info: { name: "Ada" } });
  const offer = (generation: number) =>
    page.receive("description", {
      connection: { generation, by: "ada" },
      description: { type: "offer", sdp: "" },
    }, "ada");
  offer(0);
  await settlePromises();
  const [ada] = room.members;
  assertEquals(ada?.connection, page.pcs[0]?.pc);
  channelOn(page.pcs[0]).open();
  offer(1);
  await settlePromises();
  assertEquals(ada?.connection, page.pcs[1]?.pc);
  assertEquals(moves.send("lost"), false);
  channelOn(page.pcs[1]).open();
  assertEquals(moves.send("there"), true);
});

Deno.test("The name of a channel has 1 to 64 characters", async () => {
  const room = await new LibraryFixture().enter();
  for (const name of ["", "x".repeat(65)]) {
    assertThrows(() => room.channel(name), TypeError);
  }
});
