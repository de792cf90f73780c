import { assertEquals } from "@std/assert";
import {
  MAX_MESSAGE,
  MAX_PX,
  readView,
  SHRINK_MS,
  ViewSizes,
} from "../../../../../client/engine/quality/requested_resolution.ts";
import { FakeChannel } from "../../fakes/fake_channel.ts";

const view = (camera: unknown, screen: unknown = 0) =>
  JSON.stringify({ kind: "view", camera, screen });

function attached() {
  const sizes = new ViewSizes();
  const channel = new FakeChannel();
  sizes.attach("a", channel);
  channel.open();
  const told = () => channel.sent.map((text) => JSON.parse(text).camera);
  return { sizes, channel, told };
}

Deno.test("readView() reads sizes, and no larger ones than there are", () => {
  assertEquals(readView(view(640, 1280)), { camera: 640, screen: 1280 });
  assertEquals(readView(view(0)), { camera: 0, screen: 0 });
  assertEquals(readView(view(1e9, MAX_PX + 1)), {
    camera: MAX_PX,
    screen: MAX_PX,
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
    ["too long", view(640) + " ".repeat(MAX_MESSAGE)],
  ] as const
) {
  Deno.test(`readView() passes over ${what}`, () => {
    assertEquals(readView(data), null);
  });
}

Deno.test("ViewSizes keeps the last size that a member tells", () => {
  const { sizes, channel } = attached();
  assertEquals(sizes.of("a"), null);
  channel.receive(view(640));
  channel.receive(view(320));
  channel.receive(view(-5));
  assertEquals(sizes.of("a"), { camera: 320, screen: 0 });
  sizes.keep(new Set());
  assertEquals(sizes.of("a"), null);
  channel.receive(view(640));
  assertEquals(sizes.of("a"), null);
});

Deno.test("ViewSizes keeps what was told when the connection is replaced", () => {
  const { sizes, channel } = attached();
  channel.receive(view(640));
  const next = new FakeChannel();
  sizes.attach("a", next);
  channel.receive(view(320));
  assertEquals(sizes.of("a")?.camera, 640);
  next.receive(view(200));
  assertEquals(sizes.of("a")?.camera, 200);
});

Deno.test("ViewSizes tells a size once, and growth at once", () => {
  const { sizes, told } = attached();
  sizes.show("a", { camera: 320, screen: 0 }, 0);
  sizes.show("a", { camera: 320, screen: 0 }, 1_000);
  sizes.show("a", { camera: 350, screen: 0 }, 2_000);
  sizes.show("a", { camera: 640, screen: 0 }, 3_000);
  assertEquals(told(), [320, 640]);
});

Deno.test("ViewSizes tells what got smaller when it stays so", () => {
  for (const ms of [SHRINK_MS - 1, SHRINK_MS, SHRINK_MS + 1]) {
    const { sizes, told } = attached();
    sizes.show("a", { camera: 640, screen: 0 }, 0);
    sizes.show("a", { camera: 0, screen: 0 }, 100);
    sizes.show("a", { camera: 0, screen: 0 }, 100 + ms);
    assertEquals(told(), ms < SHRINK_MS ? [640] : [640, 0]);
  }
});

Deno.test("ViewSizes forgets a short look away", () => {
  const { sizes, told } = attached();
  sizes.show("a", { camera: 640, screen: 0 }, 0);
  sizes.show("a", { camera: 0, screen: 0 }, 100);
  sizes.show("a", { camera: 640, screen: 0 }, 1_000);
  sizes.show("a", { camera: 0, screen: 0 }, 100 + SHRINK_MS);
  assertEquals(told(), [640]);
});

Deno.test("ViewSizes tells nobody before the channel is open", () => {
  const sizes = new ViewSizes();
  const channel = new FakeChannel();
  sizes.attach("a", channel);
  sizes.show("a", { camera: 640, screen: 0 }, 0);
  sizes.show("b", { camera: 640, screen: 0 }, 0);
  assertEquals(channel.sent, []);
  channel.open();
  sizes.show("a", { camera: 640, screen: 0 }, 1_000);
  assertEquals(channel.sent.length, 1);
});

Deno.test("ViewSizes knows since when a camera is asked for", () => {
  const { sizes } = attached();
  assertEquals(sizes.askedSinceMs("a"), null);
  sizes.show("a", { camera: 320, screen: 0 }, 5);
  sizes.show("a", { camera: 640, screen: 0 }, 9);
  assertEquals(sizes.askedSinceMs("a"), 5);
  sizes.show("a", { camera: 0, screen: 0 }, 10);
  sizes.show("a", { camera: 0, screen: 0 }, 10 + SHRINK_MS);
  assertEquals(sizes.askedSinceMs("a"), null);
});
