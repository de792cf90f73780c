/**
 * What a response may differ in from the security headers of all others.
 *
 * @module
 */

/** Exceptions of one response. */
export interface ResponsePolicy {
  /** Whether the page may contain frames of this server. @default {false} */
  readonly hasOwnFrames?: boolean;
  /** Whether it is the sandbox for code of readers, with an opaque origin. @default {false} */
  readonly isSandbox?: boolean;
  /** Sources of `frame-ancestors`. @default {"'none'"} */
  readonly frameAncestors?: string;
  /** Whether it is one of the operator's own pages. @default {false} */
  readonly isOwnPage?: boolean;
  /** Whether pages of other origins may load it. @default {false} */
  readonly isCrossOrigin?: boolean;
}

const NO_EXCEPTION: ResponsePolicy = {};
const policies = new WeakMap<Response, ResponsePolicy>();

/** Attaches exceptions to a response, which the router turns into headers. */
export function setResponsePolicy(
  response: Response,
  policy: ResponsePolicy,
): Response {
  policies.set(response, policy);
  return response;
}

/** Exceptions of a response. */
export function responsePolicyOf(response: Response): ResponsePolicy {
  return policies.get(response) ?? NO_EXCEPTION;
}
