/**
 * Opens the page port, or explains in a sentence why that failed.
 *
 * @module
 */
import { StartupError } from "../startup_error.ts";

/** A server that can listen, such as the front. */
export interface Listenable {
  /** Resolves with the port; a null host stands for all addresses. */
  listen(port: number, host: string | null): Promise<number>;
}

/**
 * Listens on the port and host of the settings.
 *
 * @returns The port; the system chooses it for 0.
 * @throws {StartupError} With reason `port`.
 */
export async function listenOnPort(
  listener: Listenable,
  port: number,
  host: string | undefined,
): Promise<number> {
  try {
    return await listener.listen(port, host ?? null);
  } catch (error) {
    throw new StartupError("port", describeListenError(port, error), {
      cause: error,
    });
  }
}

/** A sentence about an http port that could not be opened: the page works without it. */
export function describeHttpPortFailure(port: number, error: unknown): string {
  const reason = describeListenError(port, error)
    .replaceAll("PORT", "HTTP_PORT");
  return `${reason}; http is not redirected, and ACME gets no certificate`;
}

function describeListenError(port: number, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} is in use: stop the other program, or set PORT to another port`;
    case "EACCES":
      return `Port ${port} may not be opened by this user: set PORT to one above 1023, or grant CAP_NET_BIND_SERVICE`;
    default:
      return `Port ${port} cannot be opened: ${
        error instanceof Error ? error.message : String(error)
      }`;
  }
}
