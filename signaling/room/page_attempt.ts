/**
 * Order of the sockets that one page opens. A browser may finish the handshake
 * of a socket that the page has closed after that of a newer one: Firefox does
 * so with all of them when the network is back.
 *
 * @module
 */

/** Random letters of the page, and a number that grows with its sockets. */
const ATTEMPT = /^(?=.{8,64}$)([\w-]+)-(\d{1,15})$/;

/** The `attempt` of a query; null when its page does not number its sockets. */
export function readAttemptQuery(query: URLSearchParams): string | null {
  const attempt = query.get("attempt");
  return attempt !== null && ATTEMPT.test(attempt) ? attempt : null;
}

/** True for an attempt that its page made before the other one. */
export function isOlderAttempt(
  attempt: string | null | undefined,
  other: string | null | undefined,
): boolean {
  const [, page, number] = ATTEMPT.exec(attempt ?? "") ?? [];
  const [, otherPage, otherNumber] = ATTEMPT.exec(other ?? "") ?? [];
  return page !== undefined && page === otherPage &&
    Number(number) < Number(otherNumber);
}
