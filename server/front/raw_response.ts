/**
 * Responses that the front writes itself: refusals of a request that never
 * reaches `Deno.serve`. Each ends its connection.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { HTTP_ERRORS, type HttpErrorCode } from "../http/error_response.ts";
import { canonicalizeHost } from "../http/client_address.ts";
import type { RequestHead } from "./request_head.ts";

/**
 * The response for an error code, as JSON, with more header fields. Its sentence is in both languages,
 * since the preferred one may not have been read.
 */
export function formatErrorResponse(
  code: HttpErrorCode,
  fields: readonly string[] = [],
): string {
  const { status, en, ko } = HTTP_ERRORS[code];
  return formatResponse(
    `${status} ${STATUS_TEXT[status]}`,
    [
      "Content-Type: application/json; charset=utf-8",
      ...requiredFields(status),
      ...fields,
    ],
    JSON.stringify({ error: { code, message: `${en} / ${ko}` } }),
  );
}

/** Fields that RFC 6455 §4.4 and RFC 9110 §15.5.6 require. */
function requiredFields(status: number): string[] {
  if (status === 426) return ["Sec-WebSocket-Version: 13"];
  // Only a request for a WebSocket is answered 405 here.
  return status === 405 ? ["Allow: GET, HEAD"] : [];
}

const STATUS_TEXT: Readonly<
  Record<(typeof HTTP_ERRORS)[HttpErrorCode]["status"], string>
> = {
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  413: "Content Too Large",
  426: "Upgrade Required",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/**
 * The answer to a request in the clear: a redirect to the same host and path by
 * https; null when there is no such address.
 *
 * @param httpsPort Port of https; default: that of the request.
 */
export function formatHttpsRedirect(
  request: RequestHead,
  httpsPort?: number,
): string | null {
  const text = request.headers.get("host") ?? "";
  const host = canonicalizeHost(
    httpsPort === undefined
      ? text
      : `${text.replace(/:\d*$/, "")}:${httpsPort}`,
    "https",
  );
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (!isRead || host === "" || !request.target.startsWith("/")) {
    return null;
  }
  return formatResponse(
    "308 Permanent Redirect",
    [`Location: https://${host}${request.target}`, "Cache-Control: no-store"],
    "",
  );
}

/** The answer to an http-01 challenge (RFC 8555 §8.3). */
export function formatChallengeResponse(keyAuthorization: string): string {
  return formatResponse(
    "200 OK",
    [
      "Content-Type: application/octet-stream",
      "X-Content-Type-Options: nosniff",
      "Cache-Control: no-store",
    ],
    keyAuthorization,
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
    `Content-Length: ${Buffer.byteLength(body)}`,
    "",
    body,
  ].join("\r\n");
}
