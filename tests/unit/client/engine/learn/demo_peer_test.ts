import { assertEquals } from "@std/assert";
import { readIceServers } from "../../../../../client/engine/learn/demo_peer.ts";
import {
  LearnDemo,
  type LearnPlatform,
} from "../../../../../client/engine/learn/learn_demo.ts";
import type { DemoSocketEvents } from "../../../../../client/engine/learn/demo_peer.ts";
import { INITIAL_LEARN_STATE } from "../../../../../client/engine/learn/learn_state.ts";
import {
  isTrackStopped,
  makeFakeStream,
  makeFakeTrack,
} from "../../fakes/fake_media.ts";

Deno.test("readIceServers() takes servers as RTCConfiguration has them, and leaves out others", () => {
  const relay = { urls: ["turn:a"], username: "u", credential: "c" };
  assertEquals(
    readIceServers([
      { urls: "stun:a" },
      relay,
      { urls: ["turn:b"], username: 7 },
      { urls: [5] },
      null,
      "stun:c",
    ]),
    [{ urls: ["stun:a"] }, relay, { urls: ["turn:b"] }],
  );
  assertEquals(readIceServers({ urls: "stun:a" }), []);
});

/** A server that knows two sockets. */
function makePlatform(isUp: boolean): LearnPlatform {
  const members: DemoSocketEvents[] = [];
  const unused = () => {
    throw new TypeError("Not used in this test");
  };
  return {
    clock: { nowMs: () => 0, after: () => () => {} },
    openSocket: (events) => {
      const id = members.push(events);
      queueMicrotask(() => {
        if (!isUp) return events.onClose(1006);
        events.onOpen();
        events.onText(JSON.stringify({
          event: "welcome",
          data: { iceServers: [{ urls: "stun:a" }], ttlSeconds: 600 },
        }));
      });
      return {
        send: (text) => {
          for (const member of members) {
            if (member === events) continue;
            member.onText(
              JSON.stringify({ from: `member-${id}`, ...JSON.parse(text) }),
            );
          }
        },
        close: () => {},
      };
    },
    makePc: unused,
    openCamera: unused,
    drawPicture: unused,
    fingerprintOf: unused,
  };
}

Deno.test("LearnDemo connects both peers to the server and shows every message", async () => {
  const demo = new LearnDemo(makePlatform(true));
  await demo.connectSockets();
  const { a, b, iceServers, ttlSeconds, problem, running } = demo.store.get();
  assertEquals([a.isOnline, b.isOnline, problem, running], [
    true,
    true,
    null,
    null,
  ]);
  assertEquals(JSON.parse(iceServers), [{ urls: ["stun:a"] }]);
  assertEquals(ttlSeconds, 600);
  assertEquals(
    demo.trace.store.get().events.flatMap((event) =>
      event.kind === "message"
        ? [`${event.connection} ${event.direction} ${event.event}`]
        : []
    ),
    ["A in welcome", "B in welcome", "A out hello", "B in hello"],
  );
});

Deno.test("LearnDemo says that the server does not answer", async () => {
  const demo = new LearnDemo(makePlatform(false));
  await demo.connectSockets();
  assertEquals(demo.store.get().problem, "no-server");
  assertEquals(demo.store.get().running, null);
});

Deno.test("LearnDemo refuses servers that are no JSON", () => {
  const demo = new LearnDemo(makePlatform(true));
  demo.gather("{", "all");
  assertEquals(demo.store.get().problem, "bad-json");
});

Deno.test("LearnDemo.reset() ends a step without a problem", async () => {
  const demo = new LearnDemo({
    ...makePlatform(true),
    openSocket: () => ({ send: () => {}, close: () => {} }),
  });
  const step = demo.connectSockets();
  demo.reset();
  await step;
  assertEquals(demo.store.get(), INITIAL_LEARN_STATE);
});

Deno.test("LearnDemo.reset() closes a camera that opens afterwards", async () => {
  const opening = Promise.withResolvers<MediaStream>();
  const demo = new LearnDemo({
    ...makePlatform(true),
    openCamera: () => opening.promise,
  });
  const step = demo.openCamera("{}");
  demo.reset();
  const track = makeFakeTrack("video");
  opening.resolve(makeFakeStream([track]));
  await step;
  assertEquals(isTrackStopped(track), true);
  assertEquals(demo.store.get(), INITIAL_LEARN_STATE);
});
