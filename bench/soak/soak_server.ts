/**
 * A server to attack or to break, and what it uses.
 *
 * @module
 */
import {
  SERVER_ENVIRONMENT,
  serverArguments,
} from "../../tools/server_permissions.ts";
import { ChildServer, findFreePort } from "../../tools/server_process.ts";
import { parsePeakKib, parseResidentKib } from "../process_usage.ts";

/** Ports and settings of a server. */
export interface SoakServerOptions {
  readonly dataDir: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Shell commands before the server starts in the same shell. */
  readonly before?: string;
}

/** What a process uses. */
export interface ProcessUse {
  readonly residentMib: number;
  readonly peakMib: number;
  readonly descriptors: number;
}

/** A running server. */
export class SoakServer implements AsyncDisposable {
  readonly #child: ChildServer;
  readonly #dataDir: string;

  private constructor(
    child: ChildServer,
    dataDir: string,
    readonly port: number,
    readonly icePort: number,
  ) {
    this.#child = child;
    this.#dataDir = dataDir;
  }

  /** Starts a server on free ports. */
  static async start(options: SoakServerOptions): Promise<SoakServer> {
    const port = options.port ?? findFreePort();
    const icePort = findFreePort();
    const env = {
      PORT: String(port),
      ICE_PORT: String(icePort),
      ICE_TLS_PORT: String(findFreePort()),
      HOST: "127.0.0.1",
      DATA_DIR: options.dataDir,
      ...SERVER_ENVIRONMENT,
      ...options.env,
    };
    const args = serverArguments(env);
    const command = [Deno.execPath(), ...args].map((part) => `"${part}"`);
    const child = await ChildServer.start({
      ...(options.before === undefined ? { command: Deno.execPath(), args } : {
        command: "unshare",
        args: [
          "-m",
          "sh",
          "-c",
          `${options.before} && exec ${command.join(" ")}`,
        ],
      }),
      env,
      isReady: (line) => line.includes(`:${port}`),
    });
    return new SoakServer(child, options.dataDir, port, icePort);
  }

  /** Process id. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Certificate of its local authority; empty without TLS. */
  get authorityPem(): string {
    try {
      const pem = Deno.readTextFileSync(`${this.#dataDir}/authority.pem`);
      return pem.slice(0, pem.indexOf("-----BEGIN PRIVATE"));
    } catch {
      return "";
    }
  }

  /** Lines of its log. */
  get logLines(): readonly string[] {
    return this.#child.logLines;
  }

  /** What the process uses now. */
  readUse(): ProcessUse {
    const status = Deno.readTextFileSync(`/proc/${this.pid}/status`);
    return {
      residentMib: parseResidentKib(status) / 1024,
      peakMib: parsePeakKib(status) / 1024,
      descriptors: [...Deno.readDirSync(`/proc/${this.pid}/fd`)].length,
    };
  }

  /** True when it answers 200 over HTTP within a second. */
  async isHealthy(path: "/livez" | "/readyz" = "/livez"): Promise<boolean> {
    try {
      const response = await fetch(`http://127.0.0.1:${this.port}${path}`, {
        signal: AbortSignal.timeout(1_000),
      });
      await response.body?.cancel();
      return response.status === 200;
    } catch {
      return false;
    }
  }

  /** Sends a signal and waits for the end. */
  stop(signal: Deno.Signal): Promise<number> {
    return this.#child.stop(signal);
  }

  /** Kills it if it still runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop("SIGKILL");
  }
}
