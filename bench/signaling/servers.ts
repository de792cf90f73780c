/**
 * The servers that are compared: Maru with limits above what the loads need,
 * and a naive server.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import {
  SERVER_ENVIRONMENT,
  serverArguments,
} from "../../tools/server_permissions.ts";
import { ChildServer, findFreePort } from "../../tools/server_process.ts";

/** A certificate and its key as PEM files. */
export interface PemFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** How a server is started. */
export interface ServerLaunch {
  readonly command: string;
  readonly args: readonly string[];
  /** Working directory; default: this project's. */
  readonly folder?: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A server that accepts connections. */
export interface RunningServer {
  readonly child: ChildServer;
  readonly port: number;
}

const NAIVE_SERVER_FILE = new URL("peers/naive_ws.mjs", import.meta.url);

const LIFTED_LIMITS = {
  MESSAGES_PER_SECOND: "1000000",
  BYTES_PER_SECOND: "1000000000",
  ROOM_BYTES_PER_SECOND: "1000000000",
  MAX_BUFFERED_BYTES: "100000000",
  MAX_ROOM_MEMBERS: "100",
  MAX_ROOMS: "10000",
  MAX_CONNECTIONS: "10000",
  MAX_CONNECTIONS_PER_IP: "10000",
};

/**
 * Maru as `deno task start` runs it.
 *
 * @param checkout Folder of another checkout, built; default: this project's.
 */
export function createMaruLaunch(
  dataDir: string,
  tls: PemFiles | null,
  checkout?: string,
): ServerLaunch {
  const env = {
    ...LIFTED_LIMITS,
    HOST: "127.0.0.1",
    ICE: "off",
    DATA_DIR: dataDir,
    ...(tls
      ? { TLS_CERT: tls.certFile, TLS_KEY: tls.keyFile }
      : { TLS: "off" }),
  };
  const command = Deno.execPath();
  if (checkout === undefined) {
    return {
      command,
      args: serverArguments(env),
      env: { ...SERVER_ENVIRONMENT, ...env },
    };
  }
  const grants = ["--allow-env", "--allow-read", "--allow-write"];
  const args = ["run", "-P=server", ...grants, "main.ts"];
  return { command, args, folder: checkout, env };
}

/**
 * npm `ws` on the Node of this machine; `bundle` is from `bundleNaiveServer()`.
 */
export function createNaiveLaunch(
  bundle: string,
  tls: PemFiles | null,
): ServerLaunch {
  return {
    command: "node",
    args: [bundle],
    env: tls ? { TLS_CERT: tls.certFile, TLS_KEY: tls.keyFile } : {},
  };
}

/** Bundles the naive server into `folder`, so that Node needs no packages. */
export async function bundleNaiveServer(folder: string): Promise<string> {
  const esbuild = await import("esbuild");
  const outfile = `${folder}/naive_ws.cjs`;
  await esbuild.build({
    entryPoints: [fileURLToPath(NAIVE_SERVER_FILE)],
    alias: { ws: fileURLToPath(import.meta.resolve("ws")) },
    // Optional native parts of `ws`.
    external: ["bufferutil", "utf-8-validate"],
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
    logLevel: "error",
  });
  await esbuild.stop();
  return outfile;
}

/** Starts a server on a free port and waits until it prints that port. */
export async function startServer(
  launch: ServerLaunch,
): Promise<RunningServer> {
  const port = findFreePort();
  const child = await ChildServer.start({
    ...launch,
    env: { ...launch.env, PORT: String(port) },
    isReady: (line) => line.includes(String(port)),
  });
  return { child, port };
}
