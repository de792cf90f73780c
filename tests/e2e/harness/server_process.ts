/**
 * The real server as a test sees it: with the permissions of `deno task start`,
 * on a free port of loopback and with a data directory of its own.
 *
 * @module
 */
import { createHash, X509Certificate } from "node:crypto";
import { serverArguments } from "../../../tools/server_permissions.ts";
import { ChildServer, findFreePort } from "../../../tools/server_process.ts";

/** PEM files of a data directory, by file name. */
export type Certificates = ReadonlyMap<string, Uint8Array>;

/** How to start the server. */
export interface ServerOptions {
  /** Settings beside the ones that keep a test server to itself. */
  readonly env?: Readonly<Record<string, string>>;
  /** Certificates to start with; without them the server makes its own. */
  readonly certificates?: Certificates;
}

const ADDRESS = /(https?):\/\/[^\s/]+:(\d+)/;

/** One server that can be stopped, killed and started again on its port. */
export class ServerProcess implements AsyncDisposable {
  readonly port: number;
  readonly dataDir: string;
  #env: Readonly<Record<string, string>>;
  #child: ChildServer | null = null;
  #scheme = "https";
  #log: string[] = [];

  private constructor(port: number, dataDir: string, options: ServerOptions) {
    this.port = port;
    this.dataDir = dataDir;
    this.#env = options.env ?? {};
  }

  /** Starts a server and waits until it has printed its address. */
  static async start(options: ServerOptions = {}): Promise<ServerProcess> {
    const dir = Deno.build.os === "windows" ? {} : { dir: "/tmp" };
    const dataDir = await Deno.makeTempDir({ prefix: "maru-e2e-", ...dir });
    const server = new ServerProcess(findFreePort(), dataDir, options);
    try {
      for (const [name, bytes] of options.certificates ?? []) {
        await Deno.writeFile(`${dataDir}/${name}`, bytes, { mode: 0o600 });
      }
      await server.start();
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
    return server;
  }

  /** `https://localhost:PORT`, or `http:` with `TLS=off`. */
  get origin(): string {
    return `${this.#scheme}://localhost:${this.port}`;
  }

  /** SHA-256 in base64 of its certificate's public key (SPKI); empty without TLS. */
  async keyHash(): Promise<string> {
    if (this.#scheme !== "https") return "";
    return keyHashOf(await Deno.readTextFile(`${this.dataDir}/server.pem`));
  }

  /** Printed lines of this server, those before a restart included. */
  get log(): readonly string[] {
    return [...this.#log, ...this.#child?.logLines ?? []];
  }

  /** Starts it (again) with the same port and data directory. */
  async start(): Promise<void> {
    const env = {
      HOST: "127.0.0.1",
      ICE: "off",
      ...this.#env,
      PORT: String(this.port),
      DATA_DIR: this.dataDir,
    };
    this.#child = await ChildServer.start({
      command: Deno.execPath(),
      args: serverArguments(env),
      env,
      isReady: (line) => {
        const [, scheme, port] = ADDRESS.exec(line) ?? [];
        if (port !== String(this.port)) return false;
        this.#scheme = scheme ?? "";
        return true;
      },
    });
  }

  /** Ends it as Ctrl-C does; resolves to its exit code. */
  async stop(): Promise<number> {
    return await this.#end("SIGINT");
  }

  /** Ends it as a service manager does: members get `server-closing`. */
  async drain(): Promise<number> {
    return await this.#end("SIGTERM");
  }

  /** Kills it; resolves to its exit code. */
  async kill(): Promise<number> {
    return await this.#end("SIGKILL");
  }

  async #end(signal: Deno.Signal): Promise<number> {
    const child = this.#child;
    if (!child) throw new TypeError("Cannot end a server: not running");
    const code = await child.stop(signal);
    this.#log.push(...child.logLines);
    this.#child = null;
    return code;
  }

  /** Ends it and removes its data directory. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child) await this.stop();
    await Deno.remove(this.dataDir, { recursive: true });
  }
}

/** SHA-256 in base64 of the public key (SPKI) of the first certificate in a PEM text. */
export function keyHashOf(pem: string): string {
  const start = pem.indexOf("-----BEGIN CERTIFICATE-----");
  const { publicKey } = new X509Certificate(pem.slice(start));
  const der = publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(der).digest("base64");
}
