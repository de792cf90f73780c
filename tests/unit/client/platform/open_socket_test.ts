/** What a page asks for when it opens a socket. @module */
import { assertEquals } from "@std/assert";
import {
  openDeferredSocket,
  openSocket,
} from "../../../../client/platform/open_socket.ts";
import {
  isOlderAttempt,
  readAttemptQuery,
} from "../../../../signaling/room/page_attempt.ts";

Deno.test("openSocket() numbers the sockets of the page, also those that join later", () => {
  const urls: URL[] = [];
  const browserSocket = globalThis.WebSocket;
  Object.defineProperty(globalThis, "WebSocket", {
    configurable: true,
    value: function (url: URL) {
      urls.push(url);
    },
  });
  try {
    const target = {
      baseUrl: new URL("https://maru.test/"),
      language: () => "en",
    };
    const events = { onText: () => {}, onClose: () => {} };
    openDeferredSocket(target, "tea", events);
    openSocket(target, "tea", null, events);
    openSocket(target, "tea", { token: "t", received: 3 }, events);
  } finally {
    Object.defineProperty(globalThis, "WebSocket", {
      configurable: true,
      value: browserSocket,
    });
  }
  const [first, second, third] = urls.map(({ searchParams }) =>
    readAttemptQuery(searchParams)
  );
  assertEquals(isOlderAttempt(first, second), true);
  assertEquals(isOlderAttempt(second, third), true);
});
