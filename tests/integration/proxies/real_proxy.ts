/**
 * The nginx, Caddy and HAProxy of the machine with the files of `deploy/`, in
 * which only ports and paths differ.
 *
 * @module
 */
import { createAuthority } from "../../../server/certificate/authority.ts";
import { createLeaf } from "../../../server/certificate/leaf.ts";
import { ChildServer, findFreePort } from "../../../tools/server_process.ts";
import { isProgramMissing } from "../../fakes/debian_program.ts";

/** Programs that the tests start. */
export type ProxyKind = "nginx" | "caddy" | "haproxy";

/** Name of the page in `deploy/` and in the certificates. */
export const SITE = "maru.example";

const DEPLOY_FILES: Readonly<Record<ProxyKind, string>> = {
  nginx: "nginx.conf",
  caddy: "Caddyfile",
  haproxy: "haproxy.cfg",
};

/** Changes the text of a configuration. */
export type ConfigChange = (config: string) => string;

/** A running proxy. */
export interface RealProxy extends AsyncDisposable {
  readonly port: number;
  readonly authorityPem?: string;
  readonly serverName: string;
}

/** Text of a file of `deploy/`. */
export async function readDeployFile(kind: ProxyKind): Promise<string> {
  const url = new URL(`../../../deploy/${DEPLOY_FILES[kind]}`, import.meta.url);
  return await Deno.readTextFile(url);
}

/** Replaces a text that must occur. */
export function replaceText(
  text: string,
  ...changes: readonly (readonly [from: string, to: string])[]
): string {
  return changes.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`No "${from}" in ${changed}`);
    return changed.replaceAll(from, to);
  }, text);
}

/** Whether tests of a proxy are left out. */
export function isProxyMissing(kind: ProxyKind): Promise<boolean> {
  return isProgramMissing(PROGRAMS[kind], [
    kind === "caddy" ? "version" : "-v",
  ]);
}

/** Path of each program in Debian. */
export const PROGRAMS: Readonly<Record<ProxyKind, string>> = {
  nginx: "/usr/sbin/nginx",
  caddy: "/usr/bin/caddy",
  haproxy: "/usr/sbin/haproxy",
};

/** What differs from the file of `deploy/` beside ports and paths. */
export interface ProxyOptions {
  /** What an operator got wrong. */
  readonly change?: ConfigChange;
  /** Host name of the page; default: that of the file. */
  readonly site?: string;
}

/** Starts a proxy of `deploy/` before the Maru at `upstreamPort`. */
export async function startProxy(
  kind: ProxyKind,
  upstreamPort: number,
  { change = (config) => config, site = SITE }: ProxyOptions = {},
): Promise<RealProxy> {
  const folder = await Deno.makeTempDir({ prefix: `maru-${kind}-` });
  const port = findFreePort();
  const changed = change(await readDeployFile(kind));
  const text = replaceText(changed, [
    "127.0.0.1:8443",
    `127.0.0.1:${upstreamPort}`,
  ]);
  return await STARTERS[kind](text, { port, folder, site });
}

interface Place {
  readonly port: number;
  readonly folder: string;
  readonly site: string;
}

const STARTERS: Readonly<
  Record<ProxyKind, (config: string, place: Place) => Promise<RealProxy>>
> = { nginx: startNginx, caddy: startCaddy, haproxy: startHaproxy };

async function startNginx(config: string, place: Place): Promise<RealProxy> {
  const authorityPem = await writeCertificate(place);
  const server = replaceText(
    config,
    ["listen 443 ssl", `listen 127.0.0.1:${place.port} ssl`],
    ["    listen [::]:443 ssl;\n", ""],
    ["/etc/ssl/maru", place.folder],
  );
  const child = await runNginx(
    `events {}\nhttp {\naccess_log off;\n${server}}\n`,
    place.folder,
  );
  return proxyOf(child, place, authorityPem);
}

/**
 * Starts the nginx that Debian installs: its own `nginx.conf` and its default
 * site with other lines in the place of the location.
 */
export async function startDebianNginx(locations: string): Promise<RealProxy> {
  const folder = await Deno.makeTempDir({ prefix: "maru-debian-nginx-" });
  const port = findFreePort();
  const site = replaceText(
    await Deno.readTextFile("/etc/nginx/sites-available/default"),
    ["listen 80 default_server", `listen 127.0.0.1:${port} default_server`],
    ["\tlisten [::]:80 default_server;\n", ""],
  ).replace(/^\tlocation \/ \{[^}]*\}/m, locations);
  await Deno.writeTextFile(`${folder}/site`, site);
  const main = replaceText(
    await Deno.readTextFile("/etc/nginx/nginx.conf"),
    ["/etc/nginx/sites-enabled/*", `${folder}/site`],
    ["/var/log/nginx/access.log", `${folder}/access.log`],
  ).replace(/^(pid|error_log) .*$/gm, "");
  const child = await runNginx(main, folder);
  return proxyOf(child, { port, folder, site: SITE });
}

async function runNginx(config: string, folder: string): Promise<ChildServer> {
  const path = `${folder}/nginx.conf`;
  await Deno.writeTextFile(
    path,
    `daemon off;\npid ${folder}/pid;\nerror_log stderr notice;\n${config}`,
  );
  return await ChildServer.start({
    command: PROGRAMS.nginx,
    args: ["-c", path, "-p", folder],
    env: {},
    isReady: (line) => line.includes("start worker process "),
  });
}

async function startCaddy(config: string, place: Place): Promise<RealProxy> {
  const { port, folder, site } = place;
  const path = `${folder}/Caddyfile`;
  // Caddy would ask a public authority for a certificate of the name.
  const siteBlock = replaceText(config, [`${SITE} {`, `${site}:${port} {`]);
  await Deno.writeTextFile(
    path,
    `{
	admin off
	local_certs
	skip_install_trust
	auto_https disable_redirects
	default_bind 127.0.0.1
}
${siteBlock}`,
  );
  const child = await ChildServer.start({
    command: PROGRAMS.caddy,
    args: ["run", "--config", path, "--adapter", "caddyfile"],
    env: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    isReady: (line) => line.includes("certificate obtained successfully"),
  });
  const authorityPem = await Deno.readTextFile(
    `${folder}/caddy/pki/authorities/local/root.crt`,
  );
  await waitForTls(place, authorityPem);
  return proxyOf(child, place, authorityPem);
}

async function startHaproxy(config: string, place: Place): Promise<RealProxy> {
  const { port, folder } = place;
  const authorityPem = await writeCertificate(place);
  const path = `${folder}/haproxy.cfg`;
  await Deno.writeTextFile(
    path,
    replaceText(
      config,
      ["bind :::443 v4v6", `bind 127.0.0.1:${port}`],
      ["/etc/haproxy/maru.pem", `${folder}/maru.pem`],
    ),
  );
  const child = await ChildServer.start({
    command: PROGRAMS.haproxy,
    args: ["-V", "-db", "-f", path],
    env: {},
    isReady: (line) => line.includes("Using epoll() as the polling"),
  });
  await waitForTls(place, authorityPem);
  return proxyOf(child, place, authorityPem);
}

/** Waits for a handshake, since the proxies print no line when they are ready. */
async function waitForTls(
  { port, site }: Place,
  authorityPem: string,
): Promise<void> {
  const endMs = Date.now() + 30_000;
  for (;;) {
    try {
      const connection = await Deno.connect({ hostname: "127.0.0.1", port });
      using stream = await Deno.startTls(connection, {
        hostname: site,
        caCerts: [authorityPem],
      });
      await stream.handshake();
      return;
    } catch (error) {
      if (Date.now() > endMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** Writes a certificate for the name in the forms of nginx and HAProxy. */
async function writeCertificate({ folder, site }: Place): Promise<string> {
  const nowMs = Date.now();
  const dns = [site];
  const authority = await createAuthority({ hostName: "test", dns, nowMs });
  const { cert, key } = await createLeaf({
    authority,
    names: { dns, ips: [] },
    nowMs,
  });
  await Deno.writeTextFile(`${folder}/fullchain.pem`, cert);
  await Deno.writeTextFile(`${folder}/privkey.pem`, key);
  await Deno.writeTextFile(`${folder}/maru.pem`, `${cert}\n${key}`);
  return authority.cert;
}

function proxyOf(
  child: ChildServer,
  { port, folder, site }: Place,
  authorityPem?: string,
): RealProxy {
  return {
    port,
    serverName: site,
    ...(authorityPem === undefined ? {} : { authorityPem }),
    [Symbol.asyncDispose]: async () => {
      await child.stop("SIGTERM");
      await Deno.remove(folder, { recursive: true });
    },
  };
}
