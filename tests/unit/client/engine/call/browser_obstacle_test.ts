import { assertEquals } from "@std/assert";
import {
  type BrowserFacts,
  findBrowserObstacle,
} from "../../../../../client/engine/call/browser_obstacle.ts";

const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
const ANDROID =
  "Mozilla/5.0 (Linux; Android 14; SM-S918N; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/125.0.0.0 Mobile Safari/537.36";
const SAFARI = `${IPHONE} Version/17.5 Safari/604.1`;
const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36";

function obstacle(facts: Partial<BrowserFacts>): string {
  const found = findBrowserObstacle({
    userAgent: CHROME,
    hasWebRtc: true,
    hasMediaDevices: true,
    isSecure: true,
    ...facts,
  });
  return found ? `${found.kind} ${found.app} ${found.openIn}` : "none";
}

Deno.test.each([
  { userAgent: `${IPHONE} KAKAOTALK 10.8.5`, want: "KakaoTalk Safari" },
  { userAgent: `${ANDROID};KAKAOTALK 2410850`, want: "KakaoTalk Chrome" },
  { userAgent: `${IPHONE} Instagram 330.0.3.29`, want: "Instagram Safari" },
  {
    userAgent: `${ANDROID} Instagram 330.0.0.40.92 Android (34/14)`,
    want: "Instagram Chrome",
  },
  { userAgent: `${IPHONE} Safari Line/14.8.0`, want: "LINE Safari" },
  { userAgent: `${ANDROID} Line/14.8.0/IAB`, want: "LINE Chrome" },
  {
    userAgent: `${IPHONE} [FBAN/FBIOS;FBAV/467.0.0]`,
    want: "Facebook Safari",
  },
  { userAgent: `${ANDROID} NAVER(inapp; search; 1010)`, want: "NAVER Chrome" },
  { userAgent: `${ANDROID} MicroMessenger/8.0.49`, want: "WeChat Chrome" },
])("findBrowserObstacle() finds $want", ({ userAgent, want }) => {
  assertEquals(obstacle({ userAgent }), `in-app ${want}`);
});

Deno.test("findBrowserObstacle() finds none in a usual browser", () => {
  for (const userAgent of [SAFARI, CHROME, `${CHROME} Online/1`]) {
    assertEquals(obstacle({ userAgent }), "none");
  }
});

Deno.test("findBrowserObstacle() names the greatest obstacle first", () => {
  const facts = { userAgent: `${IPHONE} KAKAOTALK 10`, hasMediaDevices: false };
  assertEquals(obstacle(facts), "no-devices KakaoTalk Safari");
  assertEquals(
    obstacle({ ...facts, hasWebRtc: false }),
    "no-webrtc KakaoTalk Safari",
  );
  assertEquals(obstacle({ hasWebRtc: false }), "no-webrtc null null");
});

Deno.test("findBrowserObstacle() leaves missing devices over http to their own text", () => {
  assertEquals(
    obstacle({ hasMediaDevices: false, isSecure: false }),
    "none",
  );
});
