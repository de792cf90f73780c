/**
 * Checks the `Origin` header: which pages may use this server.
 *
 * @module
 */
import type { OriginPolicy } from "../config/setting_kinds.ts";

/** Origin by which the browser reached the server. */
export interface ServerOrigin {
  /** Scheme of the URL. */
  readonly scheme: "http" | "https";
  /** Host, and port unless it is the scheme's default. */
  readonly host: string;
}

/**
 * Whether a request with this `Origin` is allowed. Without the header it comes
 * from no browser page and is allowed. `null`, the origin of any sandboxed page,
 * is allowed only with the policy `any`.
 */
export function isOriginAllowed(
  origin: string | null,
  policy: OriginPolicy,
  server: ServerOrigin,
): boolean {
  if (origin === null || policy.kind === "any") return true;
  if (!URL.canParse(origin)) return false;
  const canonical = new URL(origin).origin;
  if (canonical === "null") return false;
  if (canonical === `${server.scheme}://${server.host}`) return true;
  return policy.kind === "list" && policy.origins.includes(canonical);
}
