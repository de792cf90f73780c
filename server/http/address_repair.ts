/**
 * Addresses of pages as chat programs and fingers produce them: with a slash or
 * punctuation at the end, encoded twice, in another case.
 *
 * @module
 */
import { decodeRepeatedly, parseRoomName } from "../../signaling/room_name.ts";

const PAGES: ReadonlySet<string> = new Set(["/", "/check", "/learn", "/ca"]);
const ROOM_PATH = /^\/r\/(.*)$/is;
/** What is not part of any path of a page. */
const END = /[^\p{L}\p{N}]+$/u;

/** Path of the page that is meant by a path without a page, or null. */
export function repairPath(pathname: string): string | null {
  const path = decodeRepeatedly(pathname).replace(/\/{2,}/g, "/");
  const name = parseRoomName(ROOM_PATH.exec(path)?.[1] ?? "");
  if (name !== null) return `/r/${encodeURIComponent(name)}`;
  if (/^\/r\/?$/i.test(path)) return "/";
  const page = path.replace(END, "").toLowerCase() || "/";
  return PAGES.has(page) && page !== pathname ? page : null;
}

/**
 * Reference from a path to the folder of the start page, relative, since a
 * proxy may serve it below a path that the server does not know.
 */
export function relativeBaseOf(pathname: string): string {
  const depth = pathname.split("/").length - 2;
  return depth > 0 ? "../".repeat(depth) : "./";
}

/**
 * Redirects to a page; a room gets no query, which belongs to the link's
 * carrier, except in a frame.
 */
export function redirectToPage(url: URL, path: string): Response {
  const isPlainRoom = path.startsWith("/r/") && !url.searchParams.has("embed");
  const query = isPlainRoom ? "" : url.search;
  return new Response(null, {
    status: 302,
    headers: {
      "location": relativeBaseOf(url.pathname) + path.slice(1) + query,
      "cache-control": "no-store",
    },
  });
}
