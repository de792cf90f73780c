/**
 * Opens the port of the page, or says in a sentence why it cannot.
 *
 * @module
 */
import { StartupError } from "../startup_error.ts";

/** What can listen, such as the front. */
export interface Listenable {
  /** Resolves with the port. */
  listen(port: number, host: string | null): Promise<number>;
}

/**
 * Listens at the port and host of the settings.
 *
 * @returns The port, which the system chose for 0.
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

function describeListenError(port: number, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} is in use: end what listens there, or set PORT to another`;
    case "EACCES":
      return `Port ${port} may not be opened by this user: take one above 1023, or give the right to it`;
    default:
      return `Port ${port} cannot be opened: ${
        error instanceof Error ? error.message : String(error)
      }`;
  }
}
