/**
 * Security headers of every response.
 *
 * @module
 */

import type { ResponsePolicy } from "./response_policy.ts";

/** Values that the headers depend on. */
export interface SecurityHeaderOptions extends ResponsePolicy {
  /** Host and port that the browser used; empty when unknown. */
  readonly host: string;
  /** Whether TLS ends here with a certificate of a public authority. */
  readonly hasPublicCertificate: boolean;
  /** Scheme that the browser used. */
  readonly scheme: "http" | "https";
}

/** Directives of the Content-Security-Policy with their sources. */
const CSP_DIRECTIVES: Readonly<Record<string, string>> = {
  "default-src": "'none'",
  // WebAssembly of background and noise suppression; not eval() of scripts.
  "script-src": "'self' 'wasm-unsafe-eval'",
  "style-src": "'self'",
  "img-src": "'self' data: blob:",
  "media-src": "'self' blob:",
  "font-src": "'self'",
  "manifest-src": "'self'",
  "worker-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
  "require-trusted-types-for": "'script'",
};

/**
 * Policy of the sandbox in which a reader's code runs: an opaque origin, so what
 * `'unsafe-eval'` allows there has no access to anything of this server.
 */
const SANDBOX_CSP = [
  "sandbox allow-scripts",
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

/** The same of the operator's own pages, whose scripts may be in the page. */
const OWN_PAGE_DIRECTIVES: Readonly<Record<string, string>> = {
  "default-src": "'self' 'unsafe-inline' data: blob:",
  "script-src": "'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  "object-src": "'none'",
  "base-uri": "'self'",
  "form-action": "'self'",
  "frame-ancestors": "'self'",
};

/** Host and port in the grammar of a host-source. */
const HOST_SOURCE = /^[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]+)?$/i;

const ALLOWED_FEATURES = [
  "autoplay",
  "camera",
  "display-capture",
  "fullscreen",
  "microphone",
  "picture-in-picture",
  "screen-wake-lock",
  "speaker-selection",
];

const DENIED_FEATURES = [
  "accelerometer",
  "browsing-topics",
  "geolocation",
  "gyroscope",
  "hid",
  "magnetometer",
  "midi",
  "payment",
  "publickey-credentials-get",
  "serial",
  "usb",
  "xr-spatial-tracking",
];

const PERMISSIONS_POLICY = [
  ...ALLOWED_FEATURES.map((feature) => `${feature}=(self)`),
  ...DENIED_FEATURES.map((feature) => `${feature}=()`),
].join(", ");

const FIXED_HEADERS: Readonly<Record<string, string>> = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": PERMISSIONS_POLICY,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** Creates the headers of a response, by name. */
export function createSecurityHeaders(
  options: SecurityHeaderOptions,
): Readonly<Record<string, string>> {
  const { host, hasPublicCertificate, scheme } = options;
  const { isSandbox = false, hasOwnFrames = false } = options;
  const { frameAncestors, isCrossOrigin = false, isOwnPage = false } = options;
  const csp = {
    ...isOwnPage ? OWN_PAGE_DIRECTIVES : CSP_DIRECTIVES,
    ...hasOwnFrames ? { "frame-src": "'self'" } : {},
    ...frameAncestors === undefined
      ? {}
      : { "frame-ancestors": frameAncestors },
    "connect-src": connectSourcesOf(scheme, host),
  };
  const headers: Record<string, string> = {
    ...FIXED_HEADERS,
    "content-security-policy": isSandbox ? SANDBOX_CSP : Object.entries(csp)
      .map(([directive, sources]) => `${directive} ${sources}`).join("; "),
  };
  if (isCrossOrigin) {
    headers["access-control-allow-origin"] = "*";
    headers["cross-origin-resource-policy"] = "cross-origin";
  }
  if (hasPublicCertificate) {
    headers["strict-transport-security"] = "max-age=31536000";
  }
  return headers;
}

/**
 * Names the host: in Safari before 15.4 'self' does not include its wss. A host
 * that the grammar of sources does not have, such as an IPv6 address, is left
 * out (CSP Level 3, section 2.3.1).
 */
function connectSourcesOf(scheme: "http" | "https", host: string): string {
  const socket = scheme === "https" ? "wss" : "ws";
  return HOST_SOURCE.test(host) ? `'self' ${socket}://${host}` : "'self'";
}
