/**
 * The machine that the doctor runs on.
 *
 * @module
 */
import { X509Certificate } from "node:crypto";
import { lookup } from "node:dns/promises";
import net from "node:net";
import tls from "node:tls";
import { join } from "node:path";
import type { Config } from "../../server/config/config.ts";
import { listNetworkInterfaces } from "../../server/net/machine_addresses.ts";
import { wallMs } from "../../server/net/clock.ts";
import { askOwnServer } from "./own_server.ts";
import type {
  BindResult,
  CertificateFacts,
  Machine,
  PortTransport,
} from "./machine.ts";
import { pingRedis } from "./redis_ping.ts";
import { testRelays } from "./relay_tester.ts";

const TIMEOUT_MS = 3_000;

/** The machine as a server with these settings finds it. */
export function openMachine(
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
): Machine {
  return {
    nowMs: wallMs(),
    env,
    readText: (path) => Deno.readTextFile(path).catch(() => null),
    stat: async (path) => {
      const info = await Deno.stat(path).catch(() => null);
      return info && {
        isDirectory: info.isDirectory,
        mode: info.mode,
        modifiedAtMs: info.mtime?.getTime() ?? null,
      };
    },
    list: async (path) => {
      try {
        return (await Array.fromAsync(Deno.readDir(path))).map(({ name }) =>
          name
        );
      } catch {
        return null;
      }
    },
    tryWrite,
    interfaces: listNetworkInterfaces,
    lookUp: async (name) => {
      const found = await lookup(name, { all: true }).catch(() => []);
      return found.map(({ address }) => address);
    },
    tryBind,
    canConnect,
    ask: (path, headers = {}) => askOwnServer(config, path, headers),
    certificateOf,
    parseCertificate,
    testRelays: (isRunning) => testRelays(config, isRunning),
    pingRedis,
  };
}

async function tryWrite(folder: string): Promise<string | null> {
  const path = join(folder, ".doctor-probe");
  try {
    await Deno.writeTextFile(path, "Maru\n", { mode: 0o600 });
    await Deno.remove(path);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function tryBind(
  transport: PortTransport,
  host: string | undefined,
  port: number,
): Promise<BindResult> {
  const hostname = host ?? "0.0.0.0";
  try {
    if (transport === "tcp") Deno.listen({ hostname, port }).close();
    else Deno.listenDatagram({ transport, hostname, port }).close();
    return Promise.resolve("free");
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      return Promise.resolve("in-use");
    }
    return Promise.resolve(
      error instanceof Deno.errors.PermissionDenied ? "denied" : "failed",
    );
  }
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const finish = (isOpen: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(isOpen);
    };
    const timer = setTimeout(() => finish(false), TIMEOUT_MS);
    socket.once("connect", () => finish(true));
    socket.once("error", () => finish(false));
  });
}

function certificateOf(
  host: string,
  port: number,
): Promise<CertificateFacts | null> {
  return new Promise((resolve) => {
    const socket = tls.connect({
      host,
      port,
      servername: "localhost",
      rejectUnauthorized: false,
    });
    const finish = (facts: CertificateFacts | null): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(facts);
    };
    const timer = setTimeout(() => finish(null), TIMEOUT_MS);
    socket.once("error", () => finish(null));
    socket.once("secureConnect", () => {
      const { raw } = socket.getPeerCertificate();
      finish(raw ? factsOf(new X509Certificate(raw)) : null);
    });
  });
}

function parseCertificate(pem: string): CertificateFacts | null {
  try {
    return factsOf(new X509Certificate(pem));
  } catch {
    return null;
  }
}

function factsOf(certificate: X509Certificate): CertificateFacts {
  const names = (certificate.subjectAltName ?? "").split(", ").flatMap((
    entry,
  ) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? []);
  return {
    notBeforeMs: Date.parse(certificate.validFrom),
    notAfterMs: Date.parse(certificate.validTo),
    names,
    isLocal: certificate.issuer.includes("Maru"),
  };
}
