/**
 * A PulseAudio with an output that nobody hears: Firefox runs no Web Audio on a
 * machine without a sound device.
 *
 * @module
 */

/** Path of the program (Debian package `pulseaudio`). */
export const PULSEAUDIO = "/usr/bin/pulseaudio";

const START_TIMEOUT_MS = 30_000;

/** A running sound server; `await using` ends it. */
export class SoundServer implements AsyncDisposable {
  /** Environment of programs that use it. */
  readonly env: Readonly<Record<string, string>>;
  readonly #process: Deno.ChildProcess;
  readonly #folder: string;

  private constructor(process: Deno.ChildProcess, folder: string) {
    this.env = { PULSE_SERVER: `unix:${folder}/native` };
    this.#process = process;
    this.#folder = folder;
  }

  /** Starts the server and waits for its socket. */
  static async start(): Promise<SoundServer> {
    const folder = await Deno.makeTempDir({ prefix: "maru-pulse-" });
    const socket = `${folder}/native`;
    const process = new Deno.Command(PULSEAUDIO, {
      args: [
        "--daemonize=no",
        "--exit-idle-time=-1",
        "-n",
        "--load=module-null-sink",
        `--load=module-native-protocol-unix socket=${socket} auth-anonymous=1`,
      ],
      env: { HOME: folder, XDG_RUNTIME_DIR: folder },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const server = new SoundServer(process, folder);
    const endMs = performance.now() + START_TIMEOUT_MS;
    while (!(await Deno.stat(socket).catch(() => null))) {
      if (performance.now() > endMs) {
        await server[Symbol.asyncDispose]();
        throw new Error(`PulseAudio did not open ${socket}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return server;
  }

  /** Ends the server and removes its folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill();
    await this.#process.status;
    await Deno.remove(this.#folder, { recursive: true });
  }
}
