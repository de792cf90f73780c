import { assertEquals } from "@std/assert";
import { TabStorage } from "../../../../client/platform/tab_storage.ts";
import { PUBLIC_LINE } from "../fixtures/chat_line.ts";

function fakeArea() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

const VISIT = {
  room: "tea",
  id: "p1",
  resume: "T",
  generation: 3,
  name: "Ann",
  muted: true,
  cameraOff: false,
  volumes: {},
};
const LINES = [
  { ...PUBLIC_LINE, id: "1", from: null, name: "Ann", text: "Hi", atMs: 1 },
];

Deno.test("TabStorage keeps the visit and the conversation of one room", () => {
  const area = fakeArea();
  const storage = new TabStorage(() => area);
  storage.save(VISIT);
  storage.saveChat("tea", LINES);
  const reloaded = new TabStorage(() => area);
  for (const room of ["tea", "Tea"]) {
    assertEquals(reloaded.loadVisit(room), VISIT);
    assertEquals(reloaded.loadChat(room), LINES);
  }
  assertEquals(reloaded.loadVisit("coffee"), null);
  assertEquals(reloaded.loadChat("coffee"), []);
  reloaded.clear();
  assertEquals(area.items.size, 0);
  assertEquals(storage.loadVisit("tea"), null);
});

Deno.test("TabStorage is empty without access to storage, and when its content is malformed", () => {
  const blocked = new TabStorage(() => {
    throw new Error("SecurityError");
  });
  blocked.save(VISIT);
  blocked.saveChat("tea", LINES);
  blocked.clear();
  assertEquals(blocked.loadVisit("tea"), null);
  const area = fakeArea();
  area.items.set("maru.visit", "{");
  area.items.set("maru.chat", "[]");
  const storage = new TabStorage(() => area);
  assertEquals([storage.loadVisit("tea"), storage.loadChat("tea")], [null, []]);
});
