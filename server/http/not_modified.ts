/**
 * Answers to conditional requests (RFC 9110 section 13.1.2).
 *
 * @module
 */
import { ifNoneMatch } from "@std/http/etag";

/**
 * Longest `If-None-Match` that is compared; a browser sends one tag. The time
 * that std needs for it grows with the square of its length.
 */
const MAX_IF_NONE_MATCH_CHARS = 256;

/** Whether the client has the content with this tag already. */
export function isNotModified({ headers }: Request, etag: string): boolean {
  const asked = headers.get("if-none-match") ?? "";
  return asked !== "" && asked.length <= MAX_IF_NONE_MATCH_CHARS &&
    !ifNoneMatch(asked, etag);
}
