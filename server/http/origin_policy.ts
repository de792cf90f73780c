/**
 * Whose pages may use this server: the check of the `Origin` header.
 *
 * @module
 */
import type { OriginPolicy } from "../config/setting_kinds.ts";

/** How the browser reached us. */
export interface ServerOrigin {
  readonly scheme: "http" | "https";
  /** Host and, where it is not the scheme's own, port. */
  readonly host: string;
}

/**
 * Whether a request with this `Origin` may pass. One without the header comes
 * from no browser page and passes; `null`, which any sandboxed page has, passes
 * only where everyone does.
 */
export function isOriginAllowed(
  origin: string | null,
  policy: OriginPolicy,
  reached: ServerOrigin,
): boolean {
  if (origin === null || policy.kind === "any") return true;
  if (!URL.canParse(origin)) return false;
  const canonical = new URL(origin).origin;
  if (canonical === "null") return false;
  if (canonical === `${reached.scheme}://${reached.host}`) return true;
  return policy.kind === "list" && policy.origins.includes(canonical);
}
