import { sha256 } from "@noble/hashes/sha2.js";
import { assertEquals } from "@std/assert";
import { INITIAL_CALL_STATE } from "../../../../../client/engine/call/call_state.ts";
import { makeCallFiles } from "../../../../../client/engine/files/call_files.ts";
import { Notices } from "../../../../../client/engine/call/notices.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";
import { FakeFileChannel } from "../../fakes/fake_file_channel.ts";

Deno.test("An offered file is in the state, is told, and is unread while the chat is closed", () => {
  const clock = new FakeClock();
  const store = new Store(INITIAL_CALL_STATE);
  const files = makeCallFiles({
    clock,
    wallMs: () => 7,
    store,
    notices: new Notices(store, clock),
    nameOf: () => "Ada",
    files: {
      makeHash: () => sha256.create(),
      randomUint32: () => 1,
      target: { maxBytes: () => 9, open: () => Promise.resolve("dismissed") },
    },
  });
  const end = new FakeFileChannel();
  files.attach("a", end);
  end.open();
  const offer = (id: number) =>
    end.receive(JSON.stringify({ kind: "offer", id, name: "x", size: 1 }));
  offer(1);
  const { files: lines, notices, unread } = store.get();
  assertEquals(lines.map(({ from, fileName }) => [from, fileName]), [
    ["a", "x"],
  ]);
  assertEquals(notices.map(({ kind, name }) => [kind, name]), [
    ["file-offered", "Ada"],
  ]);
  assertEquals(unread, 1);
  store.set({ panel: "chat" });
  offer(2);
  assertEquals(store.get().unread, 1);
});
