import { assertEquals } from "@std/assert";
import { Playback } from "../../../../client/library/playback.ts";
import { settlePromises } from "../fakes/fake_clock.ts";
import { makeFakeStream } from "../fakes/fake_media.ts";

/** An element with the parts that are used, in a document of its own. */
class FakeElement {
  readonly videoWidth = 0;
  srcObject: unknown = null;
  autoplay = false;
  clientWidth = 320;
  clientHeight = 180;
  plays = 0;
  /** Name of the error of the next call of `play()`. */
  blockedBy: string | null = null;
  readonly attributes = new Map<string, string>();
  readonly ownerDocument = Object.assign(new EventTarget(), {
    visibilityState: "visible",
    defaultView: { devicePixelRatio: 3 },
  });

  get element(): HTMLMediaElement {
    return this as unknown as HTMLMediaElement;
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }

  play(): Promise<void> {
    this.plays++;
    const { blockedBy } = this;
    this.blockedBy = null;
    return blockedBy === null
      ? Promise.resolve()
      : Promise.reject(new DOMException("no", blockedBy));
  }
}

function setUp() {
  const streams = { camera: makeFakeStream([]), screen: makeFakeStream([]) };
  const fake = new FakeElement();
  return { streams, fake, playback: new Playback(streams) };
}

Deno.test("An attached element plays the stream until it is detached", () => {
  const { streams, fake, playback } = setUp();
  playback.attach(fake.element, "screen");
  assertEquals(fake.srcObject, streams.screen);
  assertEquals([fake.autoplay, fake.attributes.get("playsinline")], [true, ""]);
  playback.resume();
  assertEquals(fake.plays, 2);
  playback.detach(fake.element);
  assertEquals(fake.srcObject, null);
  playback.resume();
  assertEquals(fake.plays, 2);
});

Deno.test("An element that the application uses otherwise is left alone", () => {
  const { fake, playback } = setUp();
  playback.attach(fake.element, "camera");
  const other = makeFakeStream([]);
  fake.srcObject = other;
  playback.close();
  assertEquals(fake.srcObject, other);
});

Deno.test("Playing that the browser blocks begins with the next click", async () => {
  const { fake, playback } = setUp();
  fake.blockedBy = "NotAllowedError";
  playback.attach(fake.element, "camera");
  await settlePromises();
  assertEquals(fake.plays, 1);
  fake.ownerDocument.dispatchEvent(new Event("pointerup"));
  fake.ownerDocument.dispatchEvent(new Event("keydown"));
  assertEquals(fake.plays, 2);
});

Deno.test("The size is that of the largest visible element, in device pixels", () => {
  const { fake, playback } = setUp();
  assertEquals(playback.size(), { camera: 0, screen: 0 });
  playback.attach(fake.element, "camera");
  assertEquals(playback.size(), { camera: 640, screen: 0 });
  const large = new FakeElement();
  large.clientWidth = 500;
  playback.attach(large.element, "camera");
  assertEquals(playback.size(), { camera: 1_000, screen: 0 });
  fake.ownerDocument.visibilityState = "hidden";
  large.ownerDocument.visibilityState = "hidden";
  assertEquals(playback.size(), { camera: 0, screen: 0 });
});

Deno.test("A picture that is used outside of the page comes in full size", () => {
  const { streams, fake, playback } = setUp();
  assertEquals(playback.use("screen"), streams.screen);
  assertEquals(playback.size(), { camera: 0, screen: 1_920 });
  // As the source of a canvas.
  fake.clientWidth = fake.clientHeight = 0;
  playback.attach(fake.element, "camera");
  assertEquals(playback.size(), { camera: 1_920, screen: 1_920 });
});
