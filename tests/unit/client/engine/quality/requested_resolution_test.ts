import { assertEquals } from "@std/assert";
import {
  MAX_REQUESTED_PX,
  MAX_VIEW_MESSAGE_CHARS,
  parseViewMessage,
  RequestedResolutions,
  SHRINK_DELAY_MS,
} from "../../../../../client/engine/quality/requested_resolution.ts";
import { FakeDataChannel } from "../../fakes/fake_data_channel.ts";

const view = (camera: unknown, screen: unknown = 0) =>
  JSON.stringify({ kind: "view", camera, screen });

function attached() {
  const sizes = new RequestedResolutions();
  const channel = new FakeDataChannel();
  sizes.attach("a", channel);
  channel.open();
  const told = () => channel.sent.map((text) => JSON.parse(text).camera);
  return { sizes, channel, told };
}

Deno.test("parseViewMessage() reads sizes, and no larger ones than there are", () => {
  assertEquals(parseViewMessage(view(640, 1280)), {
    camera: 640,
    screen: 1280,
  });
  assertEquals(parseViewMessage(view(0)), { camera: 0, screen: 0 });
  assertEquals(parseViewMessage(view(1e9, MAX_REQUESTED_PX + 1)), {
    camera: MAX_REQUESTED_PX,
    screen: MAX_REQUESTED_PX,
  });
});

for (
  const [what, data] of [
    ["a negative size", view(-1)],
    ["half a pixel", view(0.5)],
    ["a word", view("640")],
    ["no size", view(undefined)],
    ["a list", view([640])],
    ["null", view(null)],
    ["infinity", '{"kind":"view","camera":1e999,"screen":0}'],
    ["another kind", '{"kind":"text","camera":640,"screen":0}'],
    ["no JSON", "{"],
    ["a list of all", "[]"],
    ["a number of all", "7"],
    ["bytes", new Uint8Array(8)],
    ["too long", view(640) + " ".repeat(MAX_VIEW_MESSAGE_CHARS)],
  ] as const
) {
  Deno.test(`parseViewMessage() passes over ${what}`, () => {
    assertEquals(parseViewMessage(data), null);
  });
}

Deno.test("RequestedResolutions keeps the last size that a member tells", () => {
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

Deno.test("RequestedResolutions keeps what was told when the connection is replaced", () => {
  const { sizes, channel } = attached();
  channel.receive(view(640));
  const next = new FakeDataChannel();
  sizes.attach("a", next);
  channel.receive(view(320));
  assertEquals(sizes.requestedBy("a")?.camera, 640);
  next.receive(view(200));
  assertEquals(sizes.requestedBy("a")?.camera, 200);
});

Deno.test("RequestedResolutions tells a size once, and growth at once", () => {
  const { sizes, told } = attached();
  sizes.sendRenderedSize("a", { camera: 320, screen: 0 }, 0);
  sizes.sendRenderedSize("a", { camera: 320, screen: 0 }, 1_000);
  sizes.sendRenderedSize("a", { camera: 350, screen: 0 }, 2_000);
  sizes.sendRenderedSize("a", { camera: 640, screen: 0 }, 3_000);
  assertEquals(told(), [320, 640]);
});

Deno.test("RequestedResolutions tells what got smaller when it stays so", () => {
  for (
    const ms of [SHRINK_DELAY_MS - 1, SHRINK_DELAY_MS, SHRINK_DELAY_MS + 1]
  ) {
    const { sizes, told } = attached();
    sizes.sendRenderedSize("a", { camera: 640, screen: 0 }, 0);
    sizes.sendRenderedSize("a", { camera: 0, screen: 0 }, 100);
    sizes.sendRenderedSize("a", { camera: 0, screen: 0 }, 100 + ms);
    assertEquals(told(), ms < SHRINK_DELAY_MS ? [640] : [640, 0]);
  }
});

Deno.test("RequestedResolutions forgets a short look away", () => {
  const { sizes, told } = attached();
  sizes.sendRenderedSize("a", { camera: 640, screen: 0 }, 0);
  sizes.sendRenderedSize("a", { camera: 0, screen: 0 }, 100);
  sizes.sendRenderedSize("a", { camera: 640, screen: 0 }, 1_000);
  sizes.sendRenderedSize("a", { camera: 0, screen: 0 }, 100 + SHRINK_DELAY_MS);
  assertEquals(told(), [640]);
});

Deno.test("RequestedResolutions tells nobody before the channel is open", () => {
  const sizes = new RequestedResolutions();
  const channel = new FakeDataChannel();
  sizes.attach("a", channel);
  sizes.sendRenderedSize("a", { camera: 640, screen: 0 }, 0);
  sizes.sendRenderedSize("b", { camera: 640, screen: 0 }, 0);
  assertEquals(channel.sent, []);
  channel.open();
  sizes.sendRenderedSize("a", { camera: 640, screen: 0 }, 1_000);
  assertEquals(channel.sent.length, 1);
});

Deno.test("RequestedResolutions knows since when a camera is asked for", () => {
  const { sizes } = attached();
  assertEquals(sizes.cameraRequestedSinceMs("a"), null);
  sizes.sendRenderedSize("a", { camera: 320, screen: 0 }, 5);
  sizes.sendRenderedSize("a", { camera: 640, screen: 0 }, 9);
  assertEquals(sizes.cameraRequestedSinceMs("a"), 5);
  sizes.sendRenderedSize("a", { camera: 0, screen: 0 }, 10);
  sizes.sendRenderedSize("a", { camera: 0, screen: 0 }, 10 + SHRINK_DELAY_MS);
  assertEquals(sizes.cameraRequestedSinceMs("a"), null);
});
