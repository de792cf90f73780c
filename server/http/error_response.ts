/**
 * Error responses: JSON with a stable code, or a small page for a request that
 * prefers HTML. The sentence is English or Korean, as the request prefers.
 *
 * @module
 */
import { acceptsLanguages } from "@std/http/negotiation";
import { relativeBaseOf } from "./address_repair.ts";
import { renderPage } from "./server_page.ts";

/** Language of a sentence for visitors. */
export type ErrorLanguage = "en" | "ko";

/** Status, and the sentence for the visitor in each language. */
export type HttpError =
  & { readonly status: number }
  & Readonly<Record<ErrorLanguage, string>>;

/** Codes of `{ error: { code, message } }`, with status and sentences. */
export const HTTP_ERRORS = {
  "bad-request": {
    status: 400,
    en: "The request is malformed",
    ko: "요청 형식이 올바르지 않아요",
  },
  "bad-body": {
    status: 400,
    en:
      "The body of the request is not the JSON that this address takes, see docs/api.md",
    ko: "요청 본문이 이 주소가 받는 JSON이 아니에요. docs/api.md를 확인하세요",
  },
  "host-missing": {
    status: 400,
    en:
      "The request has no Host header: a reverse proxy of this server has to pass it on",
    ko:
      "요청에 Host 헤더가 없어요. 이 서버의 프록시가 Host 헤더를 전달해야 해요",
  },
  "https-required": {
    status: 400,
    en: "This port only accepts https",
    ko: "이 포트는 https만 받아요",
  },
  "host-not-allowed": {
    status: 403,
    en:
      "This server does not answer to this host name: its operator has to add the name to ALLOWED_HOSTS or set PUBLIC_HOST",
    ko:
      "이 서버는 이 호스트 이름으로 응답하지 않아요. 서버 관리자가 ALLOWED_HOSTS에 추가하거나 PUBLIC_HOST를 설정해야 해요",
  },
  "origin-not-allowed": {
    status: 403,
    en: "Requests from this origin are not allowed",
    ko: "이 출처의 요청은 허용되지 않아요",
  },
  "embed-not-allowed": {
    status: 403,
    en:
      "This server does not let this page embed a call: its operator has to add the origin of the page to EMBED_ORIGINS",
    ko:
      "이 서버는 이 페이지에 통화를 넣는 것을 허용하지 않아요. 서버 관리자가 페이지의 출처를 EMBED_ORIGINS에 추가해야 해요",
  },
  "metrics-not-allowed": {
    status: 403,
    en: "The metrics need the token of the operator",
    ko: "지표를 보려면 서버 관리자의 토큰이 필요해요",
  },
  "admin-not-allowed": {
    status: 403,
    en: "This needs the token of the operator",
    ko: "서버 관리자의 토큰이 필요해요",
  },
  "api-not-allowed": {
    status: 403,
    en: "This needs the token of the operator",
    ko: "서버 관리자의 토큰이 필요해요",
  },
  "proxy-untrusted": {
    status: 403,
    en:
      "This server does not trust the reverse proxy in front of it: its operator has to set TRUSTED_PROXIES",
    ko:
      "이 서버가 앞에 있는 프록시를 신뢰하지 않아요. 서버 관리자가 TRUSTED_PROXIES를 설정해야 해요",
  },
  "proxy-host": {
    status: 403,
    en:
      "The reverse proxy of this server changes the host name of the page: its operator has to pass on the Host header",
    ko:
      "이 서버의 프록시가 페이지의 호스트 이름을 바꿔요. 서버 관리자가 Host 헤더를 그대로 전달하게 해야 해요",
  },
  "proxy-port": {
    status: 403,
    en:
      "The reverse proxy of this server loses the port of the page: its operator has to pass on the port in the Host header",
    ko:
      "이 서버의 프록시가 페이지의 포트를 빠뜨려요. 서버 관리자가 Host 헤더에 포트를 함께 전달하게 해야 해요",
  },
  "proxy-scheme": {
    status: 403,
    en:
      "The reverse proxy of this server does not say that the page uses https: its operator has to set X-Forwarded-Proto and TRUSTED_PROXIES",
    ko:
      "이 서버의 프록시가 페이지의 https 사용 여부를 알려 주지 않아요. 서버 관리자가 X-Forwarded-Proto와 TRUSTED_PROXIES를 설정해야 해요",
  },
  "not-found": {
    status: 404,
    en: "Nothing was found at this address",
    ko: "이 주소에는 아무것도 없어요",
  },
  "no-local-authority": {
    status: 404,
    en: "This server does not use its own certificate authority",
    ko: "이 서버는 자체 인증 기관을 쓰지 않아요",
  },
  "method-not-allowed": {
    status: 405,
    en: "This method is not allowed here, see the Allow header",
    ko: "여기서는 이 메서드를 쓸 수 없어요. Allow 헤더를 확인하세요",
  },
  "request-timeout": {
    status: 408,
    en: "The request did not arrive in time",
    ko: "요청이 제시간에 도착하지 않았어요",
  },
  "body-too-large": {
    status: 413,
    en:
      "The body of the request is larger than 16 KiB, or has no Content-Length",
    ko: "요청 본문이 16 KiB보다 크거나 Content-Length가 없어요",
  },
  "proxy-upgrade": {
    status: 426,
    en:
      "The reverse proxy of this server does not pass WebSockets: its operator has to pass on the Upgrade and Connection headers",
    ko:
      "이 서버의 프록시가 웹소켓을 전달하지 않아요. 서버 관리자가 Upgrade와 Connection 헤더를 전달하게 해야 해요",
  },
  "proxy-http-version": {
    status: 426,
    en:
      "The reverse proxy of this server uses HTTP/1.0, which has no WebSockets: its operator has to switch it to HTTP/1.1",
    ko:
      "이 서버의 프록시가 웹소켓이 없는 HTTP/1.0을 써요. 서버 관리자가 HTTP/1.1로 바꿔야 해요",
  },
  "answer-lost": {
    status: 426,
    en:
      "The server accepted the WebSocket, but its answer did not arrive: a reverse proxy or a network between does not pass WebSockets",
    ko:
      "서버가 웹소켓을 수락했지만 응답이 도착하지 않았어요. 중간의 프록시나 네트워크가 웹소켓을 전달하지 않아요",
  },
  "socket-blocked": {
    status: 426,
    en:
      "The WebSocket did not reach the server: a proxy, a firewall or an antivirus program in between blocks it, or this browser does not trust the server's certificate",
    ko:
      "웹소켓이 서버에 도착하지 않았어요. 중간의 프록시나 방화벽, 백신 프로그램이 막고 있거나, 이 브라우저가 서버 인증서를 신뢰하지 않아요",
  },
  "upgrade-required": {
    status: 426,
    en: "This address only accepts WebSocket connections",
    ko: "이 주소는 WebSocket 연결만 받아요",
  },
  "too-many-requests": {
    status: 429,
    en: "Too many requests from your address, try again later",
    ko: "이 주소에서 보낸 요청이 너무 많아요. 잠시 후 다시 시도하세요",
  },
  "head-too-large": {
    status: 431,
    en:
      "The headers of the request are too large: delete the cookies of this site and try again",
    ko: "요청 헤더가 너무 커요. 이 사이트의 쿠키를 지우고 다시 시도하세요",
  },
  "internal-error": {
    status: 500,
    en: "Something went wrong on the server",
    ko: "서버에 문제가 생겼어요",
  },
  "not-ready": {
    status: 503,
    en: "The server is starting or stopping",
    ko: "서버가 시작되거나 종료되는 중이에요",
  },
} as const satisfies Record<string, HttpError>;

/** Code of an error response. */
export type HttpErrorCode = keyof typeof HTTP_ERRORS;

const codes = new WeakMap<Response, HttpErrorCode>();

/** Code of a response of {@linkcode createErrorResponse}. */
export function errorCodeOf(response: Response): HttpErrorCode | undefined {
  return codes.get(response);
}

/** Creates the response for a code: a page when the request accepts HTML. */
export function createErrorResponse(
  request: Request,
  code: HttpErrorCode,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { status, ...sentences } = HTTP_ERRORS[code];
  const language = acceptsLanguages(request, "en", "ko") === "ko" ? "ko" : "en";
  const message = sentences[language];
  const allHeaders = {
    "cache-control": "no-store",
    "content-language": language,
    "vary": "Accept, Accept-Language",
    ...headers,
  };
  const accept = request.headers.get("accept") ?? "";
  const base = URL.canParse(request.url)
    ? relativeBaseOf(new URL(request.url).pathname)
    : "./";
  const response = accept.includes("text/html")
    ? new Response(renderErrorPage(code, language, message, base), {
      status,
      headers: { ...allHeaders, "content-type": "text/html; charset=utf-8" },
    })
    : Response.json({ error: { code, message } }, {
      status,
      headers: allHeaders,
    });
  codes.set(response, code);
  return response;
}

const HOME_LABELS = { en: "Home", ko: "홈" } as const satisfies Record<
  ErrorLanguage,
  string
>;

function renderErrorPage(
  code: HttpErrorCode,
  language: ErrorLanguage,
  message: string,
  base: string,
): string {
  return renderPage({
    base,
    language,
    title: `${message} · Maru`,
    kind: "message",
    isFramed: code === "embed-not-allowed",
    body: [
      `<h1 class="title">${message}</h1>`,
      `<p>${HTTP_ERRORS[code].status} <code>${code}</code></p>`,
      `<div class="end-buttons"><a class="button is-primary" href="${base}">${
        HOME_LABELS[language]
      }</a></div>`,
    ].join("\n"),
  });
}
