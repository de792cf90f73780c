/**
 * Responses that the front writes itself: refusals of a request that never
 * reaches `Deno.serve`. Each ends its connection.
 *
 * @module
 */
import { HTTP_ERRORS, type HttpErrorCode } from "../http/error_response.ts";
import { canonicalizeHost } from "../http/client_address.ts";
import type { RequestHead } from "./request_head.ts";

/** A response without a body, for a client whose request could not be read. */
export function formatEmptyResponse(status: string): string {
  return formatResponse(status, [], "");
}

/** The response for an error code, as JSON. */
export function formatErrorResponse(code: HttpErrorCode): string {
  const { status, message } = HTTP_ERRORS[code];
  const version = status === 426 ? ["Sec-WebSocket-Version: 13"] : [];
  return formatResponse(
    `${status} ${message}`,
    ["Content-Type: application/json", ...version],
    JSON.stringify({ error: { code, message } }),
  );
}

/**
 * The answer to a request in the clear on a TLS port: a redirect to the same
 * host, port and path by https, or `https-required`.
 */
export function formatHttpsRedirect(request: RequestHead): string {
  const host = canonicalizeHost(request.headers.get("host") ?? "", "https");
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (!isRead || host === "" || !request.target.startsWith("/")) {
    return formatErrorResponse("https-required");
  }
  return formatResponse(
    "308 Permanent Redirect",
    [`Location: https://${host}${request.target}`, "Cache-Control: no-store"],
    "",
  );
}

function formatResponse(
  status: string,
  fields: readonly string[],
  body: string,
): string {
  return [
    `HTTP/1.1 ${status}`,
    "Connection: close",
    ...fields,
    `Content-Length: ${body.length}`,
    "",
    body,
  ].join("\r\n");
}
