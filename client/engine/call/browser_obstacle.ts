/**
 * What in this browser stands in the way of a call, known before a seat is
 * taken. Browsers inside of apps, which open the links of a chat, often have
 * no camera, no microphone or no WebRTC.
 *
 * @module
 */

/** What the page knows about its browser. */
export interface BrowserFacts {
  readonly userAgent: string;
  readonly hasWebRtc: boolean;
  readonly hasMediaDevices: boolean;
  /** True on a page that is served over https, or from this machine. */
  readonly isSecure: boolean;
}

/** An obstacle, and where to open the link instead. */
export interface BrowserObstacle {
  readonly kind:
    /** No call is possible. */
    | "no-webrtc"
    /** A call without camera and microphone is possible. */
    | "no-devices"
    /** The app around the browser may refuse devices. */
    | "in-app";
  /** Name of the app around the browser, or null. */
  readonly app: string | null;
  /** Usual browser of the system, or null where there are several. */
  readonly openIn: "Safari" | "Chrome" | null;
}

/** Apps by a part of the user agent of their browser. */
const APPS: readonly (readonly [string, RegExp])[] = [
  ["KakaoTalk", /KAKAOTALK/i],
  ["Instagram", /\bInstagram\b/],
  ["LINE", /\bLine\/\d/],
  ["Facebook", /\bFB(AN|AV)\b/],
  ["NAVER", /\bNAVER\(inapp/],
  ["WeChat", /\bMicroMessenger\b/],
];

/** The obstacle of a browser, or null. */
export function findBrowserObstacle(
  { userAgent, hasWebRtc, hasMediaDevices, isSecure }: BrowserFacts,
): BrowserObstacle | null {
  const app = APPS.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? null;
  const openIn = systemBrowserOf(userAgent);
  if (!hasWebRtc) return { kind: "no-webrtc", app, openIn };
  // Over http no browser has devices; the page says so where they are missing.
  if (!hasMediaDevices && isSecure) return { kind: "no-devices", app, openIn };
  return app === null ? null : { kind: "in-app", app, openIn };
}

function systemBrowserOf(userAgent: string): "Safari" | "Chrome" | null {
  if (/\b(iPhone|iPad|iPod)\b/.test(userAgent)) return "Safari";
  return /\bAndroid\b/.test(userAgent) ? "Chrome" : null;
}
