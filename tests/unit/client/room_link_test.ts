import { assertEquals } from "@std/assert";
import {
  createInvitation,
  createRoomLink,
  findRoomLink,
  isLoopbackHost,
  readRoomSecrets,
} from "../../../client/room_link.ts";

const BASE = new URL("https://maru.example/call/");

Deno.test.each([
  ["tea-time", "https://maru.example/call/r/tea-time"],
  ["  Tea time. ", "https://maru.example/call/r/Tea-time"],
  ["/r/tea", "https://maru.example/call/r/tea"],
  ["https://maru.example/call/r/tea", "https://maru.example/call/r/tea"],
  [
    "https://maru.example/call/r/tea/?fbclid=x#:~:text=y",
    "https://maru.example/call/r/tea",
  ],
  ["maru.example/call/r/tea", "https://maru.example/call/r/tea"],
  [
    "Join us: (https://maru.example/call/r/Tea-Time).",
    "https://maru.example/call/r/Tea-Time",
  ],
  ["https://other.example/r/tea", "https://other.example/r/tea"],
  ["192.168.0.7:8443/r/tea", "https://192.168.0.7:8443/r/tea"],
  ["<[fd00::2]:8443/r/tea>", "https://[fd00::2]:8443/r/tea"],
  ["https://localhost:8443/r/tea", "https://maru.example/call/r/tea"],
  [
    "https://maru.example/call/r/%EB%A7%88%EB%A3%A8%2C",
    "https://maru.example/call/r/%EB%A7%88%EB%A3%A8",
  ],
])("findRoomLink(%j) is %j", (text, link) => {
  assertEquals(findRoomLink(text, BASE)?.href, link);
});

Deno.test("findRoomLink() is null for what is no room", () => {
  for (
    const text of [
      "",
      "https://maru.example/check",
      "https://meet.example/abc-defg",
      "https://maru.example/r/",
      "https://maru.example/r/a/b",
      "javascript:alert(1)//r/x",
      "https://[/r/tea",
      "😀",
    ]
  ) {
    assertEquals(findRoomLink(text, BASE)?.href, undefined, text);
  }
});

Deno.test("createRoomLink() has nothing but origin, folder and name", () => {
  assertEquals(
    createRoomLink(new URL("https://maru.example/?a#b"), "마루").href,
    "https://maru.example/r/%EB%A7%88%EB%A3%A8",
  );
});

Deno.test("readRoomSecrets() finds an invitation beside other fields", () => {
  const read = (hash: string) => readRoomSecrets(hash).invitation;
  assertEquals(read("#i=a.b-c_d.e"), "a.b-c_d.e");
  assertEquals(read("#k=1&i=t."), "t");
  for (const hash of ["", "#", "#i", "#i=.", "#k=1", "#x"]) {
    assertEquals(read(hash), undefined, hash);
  }
});

Deno.test("a pasted link keeps its invitation, without the punctuation around it", () => {
  const baseUrl = new URL("https://maru.test/");
  const link = "https://maru.test/r/tea#i=a.b-c_d.e";
  for (const text of [link, `Come to ${link}.`, `<${link}>`]) {
    assertEquals(findRoomLink(text, baseUrl)?.href, link, text);
  }
});

Deno.test("createInvitation() is the own link, except on loopback", () => {
  const links = (base: string, addresses: readonly string[] | null) => {
    const baseUrl = new URL(base);
    const { link, isLocalOnly } = createInvitation({
      baseUrl,
      roomName: "Tea",
      addresses,
    });
    return [link, isLocalOnly];
  };
  const lan = "https://192.168.0.7:8443";
  assertEquals(links(`${lan}/`, null), [`${lan}/r/Tea`, false]);
  assertEquals(links(`${lan}/`, []), [`${lan}/r/Tea`, false]);
  for (const own of ["https://localhost:8443", "https://[::1]:8443"]) {
    assertEquals(links(`${own}/`, null), [`${own}/r/Tea`, false]);
    assertEquals(links(`${own}/`, []), [`${own}/r/Tea`, true]);
    assertEquals(links(`${own}/`, ["not a url"]), [`${own}/r/Tea`, true]);
    assertEquals(links(`${own}/`, [lan, own]), [`${lan}/r/Tea`, false]);
  }
});

Deno.test("isLoopbackHost() is true for hosts of this machine only", () => {
  for (const host of ["localhost", "a.localhost", "127.0.0.1", "[::1]"]) {
    assertEquals(isLoopbackHost(host), true, host);
  }
  for (const host of ["localhost.example", "10.0.0.1", "[fd00::1]", "maru"]) {
    assertEquals(isLoopbackHost(host), false, host);
  }
});

const KEY = "AAECAwQFBgcICQoLDA0ODw";

Deno.test.each([
  [`https://maru.example/call/r/tea#k=${KEY}`, `#k=${KEY}`],
  [`See (https://maru.example/call/r/tea#k=${KEY}).`, `#k=${KEY}`],
  [`maru.example/call/r/tea/?x#a=b&k=${KEY}&c`, `#k=${KEY}`],
  [`https://maru.example/call/r/tea#k=${KEY.slice(1)}`, ""],
  ["https://maru.example/call/r/tea#k=", ""],
  ["https://maru.example/call/r/tea#k", ""],
])("findRoomLink(%j) keeps the key of the link", (text, fragment) => {
  assertEquals(
    findRoomLink(text, BASE)?.href,
    `https://maru.example/call/r/tea${fragment}`,
  );
});

Deno.test("createInvitation() passes the key on, also to the address for other devices", () => {
  const source = { roomName: "tea", secrets: { key: KEY } };
  const local = new URL("https://localhost:8443/");
  const link = (baseUrl: URL, addresses: readonly string[]) =>
    createInvitation({ ...source, baseUrl, addresses }).link;
  assertEquals(link(BASE, []), `https://maru.example/call/r/tea#k=${KEY}`);
  assertEquals(
    link(local, ["https://192.168.0.7:8443/"]),
    `https://192.168.0.7:8443/r/tea#k=${KEY}`,
  );
  assertEquals(link(local, []), `https://localhost:8443/r/tea#k=${KEY}`);
});
