/**
 * Debian's `pebble`, an ACME server for tests, with the DNS server of
 * `pebble-challtestsrv`: every name has the address 127.0.0.1.
 *
 * @module
 */
import { createAuthority } from "../../server/certificate/authority.ts";
import { createLeaf } from "../../server/certificate/leaf.ts";
import { ChildServer, findFreePort } from "../../tools/server_process.ts";
import { isProgramMissing } from "./debian_program.ts";

/** Ports of pebble. */
export interface PebbleOptions {
  /** Port of http-01. */
  readonly httpPort: number;
  /** Own port; default: a free one. */
  readonly port?: number;
}

/** Whether tests with pebble are left out. */
export function isPebbleMissing(): Promise<boolean> {
  return isProgramMissing("/usr/bin/pebble", ["-help"]);
}

/** A running pebble. */
export class Pebble implements AsyncDisposable {
  private constructor(
    /** URL of its directory. */
    readonly directory: string,
    /** File of the authority of its own https, for `DENO_CERT`. */
    readonly authorityPath: string,
    private readonly folder: string,
    private readonly servers: readonly ChildServer[],
  ) {}

  /** Starts both programs. */
  static async start(options: PebbleOptions): Promise<Pebble> {
    const { port = findFreePort() } = options;
    const folder = await Deno.makeTempDir({ prefix: "maru-pebble-" });
    await writeCertificates(folder);
    const [dnsPort, dnsManagementPort] = [findFreePort(), findFreePort()];
    await Deno.writeTextFile(
      `${folder}/pebble.json`,
      JSON.stringify({
        pebble: {
          listenAddress: `127.0.0.1:${port}`,
          managementListenAddress: "",
          certificate: `${folder}/server.pem`,
          privateKey: `${folder}/server.key`,
          httpPort: options.httpPort,
          tlsPort: findFreePort(),
        },
      }),
    );
    const dns = await ChildServer.start({
      command: "/usr/bin/pebble-challtestsrv",
      args: [
        ...["-dns01", `127.0.0.1:${dnsPort}`],
        ...["-management", `127.0.0.1:${dnsManagementPort}`],
        ...["-defaultIPv6", "", "-http01", "", "-https01", ""],
        ...["-tlsalpn01", ""],
      ],
      env: {},
      isReady: (line) => line.includes("management server"),
    });
    const pebble = await ChildServer.start({
      command: "/usr/bin/pebble",
      args: [
        ...["-config", `${folder}/pebble.json`],
        ...["-dnsserver", `127.0.0.1:${dnsPort}`],
      ],
      // Every tenth nonce is refused, which a client has to bear.
      env: {
        PEBBLE_VA_NOSLEEP: "1",
        PEBBLE_WFE_NONCEREJECT: "10",
        PEBBLE_AUTHZREUSE: "0",
      },
      isReady: (line) => line.includes("ACME directory available"),
    });
    await waitForPort(port);
    return new Pebble(
      `https://127.0.0.1:${port}/dir`,
      `${folder}/authority.pem`,
      folder,
      [pebble, dns],
    );
  }

  /** What it has printed. */
  get logLines(): readonly string[] {
    return this.servers.flatMap(({ logLines }) => logLines);
  }

  /** Ends both and removes their files. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.servers) await server.stop("SIGTERM");
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** It prints its address before it listens. */
async function waitForPort(port: number): Promise<void> {
  for (let attempts = 0; attempts < 1_000; attempts++) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error(`Nothing listens on port ${port}`);
}

async function writeCertificates(folder: string): Promise<void> {
  const nowMs = Date.now();
  const authority = await createAuthority({
    hostName: "pebble",
    dns: ["localhost"],
    nowMs,
  });
  const names = { dns: ["localhost"], ips: ["127.0.0.1"] };
  const leaf = await createLeaf({ authority, names, nowMs });
  await Deno.writeTextFile(`${folder}/authority.pem`, authority.cert);
  await Deno.writeTextFile(`${folder}/server.pem`, leaf.cert);
  await Deno.writeTextFile(`${folder}/server.key`, leaf.key);
}
