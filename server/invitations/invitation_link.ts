/**
 * Links with an invitation. The token is in the fragment, which browsers send
 * neither to servers nor in `Referer`.
 *
 * @module
 */

/** Link to a room of the server whose start page has this address. */
export function formatInvitationLink(
  startPage: URL,
  room: string,
  token: string,
): string {
  const link = new URL(`r/${encodeURIComponent(room)}`, startPage);
  link.hash = `i=${token}`;
  return link.href;
}
