import { assertEquals } from "@std/assert";
import { ChannelMultiplexer } from "../../../../../client/engine/peer/channel_multiplexer.ts";
import {
  MAX_REQUESTED_PX,
  MAX_VIEW_MESSAGE_CHARS,
  RequestedResolutions,
  SHRINK_DELAY_MS,
} from "../../../../../client/engine/quality/requested_resolution.ts";
import { FakeDataChannel } from "../../fakes/fake_data_channel.ts";

const view = (camera: unknown, screen: unknown = 0) =>
  JSON.stringify({ kind: "view", camera, screen });

function setUp() {
  const sizes: RequestedResolutions = new RequestedResolutions((id, message) =>
    channels.send(id, message)
  );
  const channels = new ChannelMultiplexer({ view: sizes });
  const channel = new FakeDataChannel();
  channels.attach("a", channel);
  return { sizes, channels, channel };
}

function attached() {
  const it = setUp();
  const { channel } = it;
  channel.open();
  const reported = () => channel.sent.map((text) => JSON.parse(text).camera);
  return { ...it, reported };
}

/** Size that a peer requests by a message. */
function requestedBy(data: unknown) {
  const { sizes, channel } = attached();
  channel.receive(data);
  return sizes.requestedBy("a");
}

Deno.test("RequestedResolutions reads sizes, capped to the largest", () => {
  assertEquals(requestedBy(view(640, 1280)), {
    camera: 640,
    screen: 1280,
  });
  assertEquals(requestedBy(view(0)), { camera: 0, screen: 0 });
  assertEquals(requestedBy(view(1e9, MAX_REQUESTED_PX + 1)), {
    camera: MAX_REQUESTED_PX,
    screen: MAX_REQUESTED_PX,
  });
});

for (
  const [title, data] of [
    ["a negative size", view(-1)],
    ["half a pixel", view(0.5)],
    ["a string", view("640")],
    ["a missing size", view(undefined)],
    ["an array as size", view([640])],
    ["null as size", view(null)],
    ["an infinite size", '{"kind":"view","camera":1e999,"screen":0}'],
    ["another kind", '{"kind":"text","camera":640,"screen":0}'],
    ["text that is not JSON", "{"],
    ["an array as message", "[]"],
    ["a number as message", "7"],
    ["bytes", new Uint8Array(8)],
    [
      "a message that is too long",
      view(640) + " ".repeat(MAX_VIEW_MESSAGE_CHARS),
    ],
  ] as const
) {
  Deno.test(`RequestedResolutions ignores ${title}`, () => {
    assertEquals(requestedBy(data), null);
  });
}

Deno.test("RequestedResolutions keeps the last size that a member requested", () => {
  const { sizes, channel } = attached();
  assertEquals(sizes.requestedBy("a"), null);
  channel.receive(view(640));
  channel.receive(view(320));
  channel.receive(view(-5));
  assertEquals(sizes.requestedBy("a"), { camera: 320, screen: 0 });
  sizes.retainMembers(new Set());
  assertEquals(sizes.requestedBy("a"), null);
  channel.receive(view(640));
  assertEquals(sizes.requestedBy("a"), null);
});

Deno.test("RequestedResolutions keeps the requested size when the connection is replaced", () => {
  const { sizes, channels, channel } = attached();
  channel.receive(view(640));
  const next = new FakeDataChannel();
  channels.attach("a", next);
  next.open();
  channel.receive(view(320));
  assertEquals(sizes.requestedBy("a")?.camera, 640);
  next.receive(view(200));
  assertEquals(sizes.requestedBy("a")?.camera, 200);
});

Deno.test("RequestedResolutions reports a size once, and growth at once", () => {
  const { sizes, reported } = attached();
  sizes.sendRenderedSize("a", { camera: 320, screen: 0 }, 0);
  sizes.sendRenderedSize("a", { camera: 320, screen: 0 }, 1_000);
  sizes.sendRenderedSize("a", { camera: 350, screen: 0 }, 2_000);
  sizes.sendRenderedSize("a", { camera: 640, screen: 0 }, 3_000);
  assertEquals(reported(), [320, 640]);
});

Deno.test("RequestedResolutions reports a smaller size only when it lasts", () => {
  for (
    const ms of [SHRINK_DELAY_MS - 1, SHRINK_DELAY_MS, SHRINK_DELAY_MS + 1]
  ) {
    const { sizes, reported } = attached();
    sizes.sendRenderedSize("a", { camera: 640, screen: 0 }, 0);
    sizes.sendRenderedSize("a", { camera: 0, screen: 0 }, 100);
    sizes.sendRenderedSize("a", { camera: 0, screen: 0 }, 100 + ms);
    assertEquals(reported(), ms < SHRINK_DELAY_MS ? [640] : [640, 0]);
  }
});

Deno.test("RequestedResolutions does not report a size that was smaller for a short time", () => {
  const { sizes, reported } = attached();
  sizes.sendRenderedSize("a", { camera: 640, screen: 0 }, 0);
  sizes.sendRenderedSize("a", { camera: 0, screen: 0 }, 100);
  sizes.sendRenderedSize("a", { camera: 640, screen: 0 }, 1_000);
  sizes.sendRenderedSize("a", { camera: 0, screen: 0 }, 100 + SHRINK_DELAY_MS);
  assertEquals(reported(), [640]);
});

Deno.test("RequestedResolutions reports nothing before the channel is open", () => {
  const { sizes, channel } = setUp();
  sizes.sendRenderedSize("a", { camera: 640, screen: 0 }, 0);
  sizes.sendRenderedSize("b", { camera: 640, screen: 0 }, 0);
  assertEquals(channel.sent, []);
  channel.open();
  sizes.sendRenderedSize("a", { camera: 640, screen: 0 }, 1_000);
  assertEquals(channel.sent.length, 1);
});

Deno.test("RequestedResolutions records when a camera was requested", () => {
  const { sizes } = attached();
  assertEquals(sizes.cameraRequestedSinceMs("a"), null);
  sizes.sendRenderedSize("a", { camera: 320, screen: 0 }, 5);
  sizes.sendRenderedSize("a", { camera: 640, screen: 0 }, 9);
  assertEquals(sizes.cameraRequestedSinceMs("a"), 5);
  sizes.sendRenderedSize("a", { camera: 0, screen: 0 }, 10);
  sizes.sendRenderedSize("a", { camera: 0, screen: 0 }, 10 + SHRINK_DELAY_MS);
  assertEquals(sizes.cameraRequestedSinceMs("a"), null);
});
