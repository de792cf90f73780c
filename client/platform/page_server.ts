/**
 * The server of this page, for its sockets.
 *
 * @module
 */
import { BASE_URL } from "../engine/base_url.ts";
import type { SocketTarget } from "./open_socket.ts";

/** The server that served the page. */
export const PAGE_SERVER: SocketTarget = {
  baseUrl: BASE_URL,
  language: () => document.documentElement.lang,
};
