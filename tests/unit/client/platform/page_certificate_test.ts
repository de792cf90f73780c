import { assertEquals } from "@std/assert";
import { PageCertificate } from "../../../../client/platform/page_certificate.ts";

interface FakeCertificate {
  readonly expires: number;
}

/** Replaces the connections of the browser; records what they are made with. */
function fakeBrowser(expires: number, canGenerate = true) {
  const made: (readonly FakeCertificate[] | undefined)[] = [];
  let generated = 0;
  class FakeConnection {
    static generateCertificate(): Promise<FakeCertificate> {
      generated++;
      return canGenerate
        ? Promise.resolve({ expires })
        : Promise.reject(new DOMException("No", "NotSupportedError"));
    }
    constructor(configuration: { certificates?: FakeCertificate[] }) {
      made.push(configuration.certificates);
    }
  }
  const before = Object.getOwnPropertyDescriptor(
    globalThis,
    "RTCPeerConnection",
  );
  Object.defineProperty(globalThis, "RTCPeerConnection", {
    configurable: true,
    value: FakeConnection,
  });
  return {
    made,
    generated: () => generated,
    [Symbol.dispose]() {
      if (before) {
        Object.defineProperty(globalThis, "RTCPeerConnection", before);
      } else Reflect.deleteProperty(globalThis, "RTCPeerConnection");
    },
  };
}

Deno.test("All connections of a page have one certificate, made once", async () => {
  using browser = fakeBrowser(Infinity);
  const certificate = new PageCertificate();
  await Promise.all([certificate.prepare(), certificate.prepare()]);
  certificate.makePc({});
  certificate.makePc({ iceServers: [] });
  assertEquals(browser.generated(), 1);
  const [first, second] = browser.made;
  assertEquals(first?.length, 1);
  assertEquals(first?.[0] === second?.[0], true);
});

Deno.test("Without a valid certificate the browser makes one for each connection", async () => {
  for (
    const { expires, canGenerate } of [
      { expires: 0, canGenerate: true },
      { expires: Infinity, canGenerate: false },
    ]
  ) {
    using browser = fakeBrowser(expires, canGenerate);
    const certificate = new PageCertificate();
    await certificate.prepare();
    certificate.makePc({});
    assertEquals(browser.made, [[]]);
  }
});
