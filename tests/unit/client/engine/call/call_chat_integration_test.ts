/** Chat and files of a call, over real features and fake channels. @module */
import { assertEquals } from "@std/assert";
import { joinedCall } from "./call_fixture.ts";

Deno.test("Call counts messages that arrive while the chat is closed", () => {
  const { call, pcs, store } = joinedCall(["a"]);
  const say = (id: string) =>
    pcs[0]?.channels[0]?.receive(
      JSON.stringify({ kind: "text", id, text: "hi" }),
    );
  pcs[0]?.channels[0]?.open();
  say("1");
  call.sendChat("hello");
  assertEquals(store.get().unread, 1);
  call.openPanel("chat");
  assertEquals(store.get().unread, 0);
  say("2");
  assertEquals(store.get().unread, 0);
  assertEquals(store.get().chat.map((l) => l.name), ["a", "Ann", "a"]);
});

Deno.test("Call lists an offered file, posts a notice, and counts it while the chat is closed", () => {
  const { call, pcs, store, kinds } = joinedCall(["a"]);
  const channel = pcs[0]?.channels[1];
  channel?.open();
  const offer = (id: number) =>
    channel?.receive(
      JSON.stringify({ kind: "offer", id, name: "x", size: 0 }),
    );
  offer(1);
  const { files, unread } = store.get();
  assertEquals(files.map(({ from, fileName }) => [from, fileName]), [
    ["a", "x"],
  ]);
  assertEquals([kinds(), unread], [["file-offered"], 1]);
  call.openPanel("chat");
  offer(2);
  assertEquals(store.get().unread, 0);
});

Deno.test("Call reports rendered sizes on the channel of the chat", () => {
  const { call, pcs, clock } = joinedCall(["a"]);
  const channel = pcs[0]?.channels[0];
  call.quality.setPageContext({
    renderedSizes: () => new Map([["a", { camera: 320, screen: 0 }]]),
    isVisible: () => true,
    cores: 1,
  });
  channel?.open();
  pcs[0]?.setConnectionState("connected");
  clock.advance(1_000);
  const views = channel?.sent.filter((text) => text.includes('"view"'));
  assertEquals(views, ['{"kind":"view","camera":320,"screen":0}']);
});
