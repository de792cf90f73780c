/**
 * A home network: a server and a client in a LAN, an outsider, and between them
 * a router that forwards its public ports to the server and puts its own LAN
 * address into hairpinned packets, as most home routers do (RFC 4787 §6).
 *
 * @module
 */
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { serverArguments } from "../../tools/server_permissions.ts";
import { LabAgent } from "./lab_agent.ts";
import { NetworkLab } from "./namespaces.ts";

/** Public address of the router. */
export const PUBLIC_IP = "203.0.113.1";
/** Its address in the LAN: neither the first nor the last of the network. */
export const ROUTER_IP = "192.168.77.7";
export const SERVER_IP = "192.168.77.10";
export const LAN_CLIENT_IP = "192.168.77.20";
export const OUTSIDER_IP = "203.0.113.50";
export const OTHER_OUTSIDER_IP = "203.0.113.51";
/** Name of the public address; the server is not told of it. */
export const PUBLIC_NAME = "maru.test";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));
const HOSTS = `${PUBLIC_IP} ${PUBLIC_NAME}`;

const RULES = `
table ip nat {
  chain prerouting {
    type nat hook prerouting priority dstnat;
    ip daddr ${PUBLIC_IP} tcp dport { 8443, 3478 } dnat to ${SERVER_IP}
    ip daddr ${PUBLIC_IP} udp dport 3478 dnat to ${SERVER_IP}
  }
  chain postrouting {
    type nat hook postrouting priority srcnat;
    oifname "wan" masquerade
    ct status dnat ip saddr 192.168.77.0/24 masquerade
  }
}
`;

/** The network with an agent at each place. */
export interface HomeNetwork extends AsyncDisposable {
  readonly router: LabAgent;
  readonly lan: LabAgent;
  readonly outside: LabAgent;
}

/** Creates the network and starts Maru in it. */
export async function createHomeNetwork(
  settings: Readonly<Record<string, string>>,
): Promise<HomeNetwork> {
  const lab = await NetworkLab.create();
  const folder = await Deno.makeTempDir({ prefix: "maru-natlab-" });
  const dispose = async () => {
    await lab[Symbol.asyncDispose]();
    await Deno.remove(folder, { recursive: true });
  };
  try {
    await connectHomeNetwork(lab);
    await startServer(lab, folder, settings);
    return {
      router: new LabAgent(lab, "router"),
      lan: new LabAgent(lab, "lan"),
      outside: new LabAgent(lab, "outside"),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function connectHomeNetwork(lab: NetworkLab): Promise<void> {
  for (const name of ["router", "server", "lan", "outside"]) {
    await lab.addNamespace(name, HOSTS);
  }
  await lab.connect(["router", "wan"], ["outside", "eth0"]);
  await lab.connect(["router", "port1"], ["server", "eth0"]);
  await lab.connect(["router", "port2"], ["lan", "eth0"]);
  await lab.ip("router", "link add lan type bridge");
  for (const port of ["port1", "port2"]) {
    await lab.ip("router", `link set ${port} master lan`);
    // Where netfilter sees bridged packets, DNAT back to a port needs this.
    await lab.ip("router", `link set ${port} type bridge_slave hairpin on`);
  }
  await lab.ip("router", "link set lan up");
  await lab.ip("router", `addr add ${PUBLIC_IP}/24 dev wan`);
  await lab.ip("router", `addr add ${ROUTER_IP}/24 dev lan`);
  await lab.ip("server", `addr add ${SERVER_IP}/24 dev eth0`);
  await lab.ip("lan", `addr add ${LAN_CLIENT_IP}/24 dev eth0`);
  await lab.ip("outside", `addr add ${OUTSIDER_IP}/24 dev eth0`);
  await lab.ip("outside", `addr add ${OTHER_OUTSIDER_IP}/24 dev eth0`);
  for (const name of ["server", "lan"]) {
    await lab.ip(name, `route add default via ${ROUTER_IP}`);
  }
  await lab.run("router", "sysctl", "-qw", "net.ipv4.ip_forward=1");
  await lab.setRules("router", RULES);
}

async function startServer(
  lab: NetworkLab,
  folder: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const env = { DATA_DIR: `${folder}/data`, ...settings };
  const server = lab.spawn("server", serverArguments(env, MAIN), env);
  // deno-lint-ignore no-explicit-any -- the two types of web streams
  const input = Readable.fromWeb(server.stdout as any);
  const lines: string[] = [];
  for await (const line of createInterface({ input })) {
    lines.push(line);
    if (line.includes("Relay tested and working")) {
      input.resume();
      return;
    }
  }
  throw new Error(`The server did not start:\n${lines.join("\n")}`);
}
