/**
 * An X display without a screen (Debian's `xvfb`), for browsers that need one:
 * WebKit, and Firefox for WebGL.
 *
 * @module
 */
import { ChildServer } from "../../../tools/server_process.ts";

/** Path of the program. */
export const DISPLAY_SERVER = "/usr/bin/Xvfb";

/** A running display. */
export class VirtualDisplay implements AsyncDisposable {
  /** Value of `DISPLAY`. */
  readonly name: string;
  readonly #server: ChildServer;

  private constructor(server: ChildServer, name: string) {
    this.#server = server;
    this.name = name;
  }

  /** Starts a display with a free number. */
  static async start(): Promise<VirtualDisplay> {
    let number = "";
    const server = await ChildServer.start({
      command: DISPLAY_SERVER,
      args: [
        "-displayfd",
        "1",
        "-screen",
        "0",
        "1400x1000x24",
        "-nolisten",
        "tcp",
      ],
      env: {},
      isReady: (line) => {
        number = line.trim();
        return /^\d+$/.test(number);
      },
    });
    return new VirtualDisplay(server, `:${number}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop("SIGTERM");
  }
}
