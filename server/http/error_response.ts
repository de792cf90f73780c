/**
 * Error responses: JSON with a stable code, or a small page for a request that
 * prefers HTML.
 *
 * @module
 */
import { renderPage } from "./server_page.ts";

/** Codes of `{ error: { code, message } }`, with status and sentence. */
export const HTTP_ERRORS = {
  "bad-request": { status: 400, message: "The request is malformed" },
  "https-required": {
    status: 400,
    message: "This port only accepts https",
  },
  "origin-not-allowed": {
    status: 403,
    message: "Requests from this origin are not allowed",
  },
  "not-found": { status: 404, message: "Nothing was found at this address" },
  "no-local-authority": {
    status: 404,
    message: "This server does not use its own certificate authority",
  },
  "method-not-allowed": {
    status: 405,
    message: "This method is not allowed here, see the Allow header",
  },
  "upgrade-required": {
    status: 426,
    message: "This address only accepts WebSocket connections",
  },
  "too-many-requests": {
    status: 429,
    message: "Too many requests from your address, try again later",
  },
  "internal-error": {
    status: 500,
    message: "Something went wrong on the server",
  },
  "not-ready": { status: 503, message: "The server is starting or stopping" },
} as const satisfies Record<string, { status: number; message: string }>;

/** Code of an error response. */
export type HttpErrorCode = keyof typeof HTTP_ERRORS;

/** Creates the response for a code: a page when the request accepts HTML. */
export function createErrorResponse(
  request: Request,
  code: HttpErrorCode,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { status, message } = HTTP_ERRORS[code];
  const allHeaders = {
    "cache-control": "no-store",
    "vary": "Accept",
    ...headers,
  };
  const accept = request.headers.get("accept") ?? "";
  if (!accept.includes("text/html")) {
    return Response.json({ error: { code, message } }, {
      status,
      headers: allHeaders,
    });
  }
  const body = renderPage({
    language: "en",
    title: `Maru: ${status}`,
    body: `<h1>${status}</h1>\n<p>${message}.</p>\n<p><a href="/">Maru</a></p>`,
  });
  return new Response(body, {
    status,
    headers: { ...allHeaders, "content-type": "text/html; charset=utf-8" },
  });
}
