/**
 * Ports: before the start whether each can be opened, while Maru runs whether
 * each answers on the addresses of the machine.
 *
 * @module
 */
import { isLoopbackIp } from "../../server/net/ip_address.ts";
import { listMachineAddresses } from "../../server/net/machine_addresses.ts";
import { error, type Finding, ok, SHARED_TITLES, warning } from "./finding.ts";
import type { CheckContext, PortTransport } from "./machine.ts";

interface UsedPort {
  readonly setting: "PORT" | "HTTP_PORT" | "ICE_PORT" | "ICE_TLS_PORT";
  readonly transport: PortTransport;
  readonly port: number;
}

/** Checks every port of the settings. */
export async function checkPorts(context: CheckContext): Promise<Finding[]> {
  const ports = listPorts(context);
  return [
    ...context.isRunning
      ? await checkAnswers(context, ports)
      : await checkFree(context, ports),
    ...checkRelayRange(context),
  ];
}

function listPorts({ config }: CheckContext): UsedPort[] {
  const { port, httpPort, ice, tls } = config;
  const ports: UsedPort[] = [{ setting: "PORT", transport: "tcp", port }];
  if (httpPort !== null) {
    ports.push({ setting: "HTTP_PORT", transport: "tcp", port: httpPort });
  }
  if (ice.isServerEnabled) {
    ports.push({ setting: "ICE_PORT", transport: "udp", port: ice.port });
    ports.push({ setting: "ICE_PORT", transport: "tcp", port: ice.port });
    if (tls.kind !== "off") {
      const { tlsPort } = ice;
      ports.push({ setting: "ICE_TLS_PORT", transport: "tcp", port: tlsPort });
    }
  }
  // One port may have several uses over TCP.
  return ports.filter((a, i) =>
    a.port !== 0 &&
    ports.findIndex((b) => a.port === b.port && a.transport === b.transport) ===
      i
  );
}

async function checkFree(
  { machine, config }: CheckContext,
  ports: readonly UsedPort[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { setting, transport, port } of ports) {
    const name = `${transport} ${port} (${setting})`;
    switch (await machine.tryBind(transport, config.host, port)) {
      case "free":
        findings.push(ok("port-free", `Port ${name} can be opened`));
        break;
      case "in-use":
        findings.push(error(
          "port-in-use",
          `Port ${name} is in use by another program`,
          `Find it with \`ss -l${
            transport === "tcp" ? "t" : "u"
          }np 'sport = :${port}'\` and stop it, or set ${setting} to another port`,
        ));
        break;
      case "denied":
        findings.push(error(
          "port-denied",
          `Port ${name} may not be opened by this user`,
          `Set \`AmbientCapabilities=CAP_NET_BIND_SERVICE\` in the systemd unit, or ${setting} to a port above 1023`,
        ));
        break;
      case "failed":
        findings.push(error(
          "port-failed",
          `Port ${name} cannot be opened on ${config.host ?? "this machine"}`,
          "Set HOST to an address of this machine, or remove it to listen on all",
        ));
    }
  }
  return findings;
}

async function checkAnswers(
  context: CheckContext,
  ports: readonly UsedPort[],
): Promise<Finding[]> {
  const { machine, config } = context;
  const findings: Finding[] = [];
  for (const { setting, transport, port } of ports) {
    if (transport === "udp") continue;
    const silent: string[] = [];
    for (const host of listHosts(context)) {
      if (!await machine.canConnect(host, port)) silent.push(host);
    }
    findings.push(
      silent.length === 0
        ? ok("port-answers", `Port tcp ${port} (${setting}) answers`)
        : error(
          setting === "PORT" ? "server-unreachable" : "port-silent",
          `${
            setting === "PORT"
              ? SHARED_TITLES["server-unreachable"]
              : "No answer"
          } on ${silent.join(", ")}, port tcp ${port} (${setting})`,
          `See the log of the server for a port that it could not open; otherwise open it in the firewall of this machine and of the cloud: \`ufw allow ${port}/tcp\``,
        ),
    );
  }
  findings.push(...await checkPublicHost(machine, config));
  return findings;
}

/** Addresses on which the server must answer. */
function listHosts({ machine, config: { host } }: CheckContext): string[] {
  if (host !== undefined && host !== "0.0.0.0" && host !== "::") return [host];
  return listMachineAddresses(machine.interfaces())
    .filter(({ family, reachability }) =>
      reachability !== "link-local" &&
      (host !== "0.0.0.0" || family === "ipv4")
    )
    .map(({ address }) => address);
}

async function checkPublicHost(
  machine: CheckContext["machine"],
  { publicHost, port, tls }: CheckContext["config"],
): Promise<Finding[]> {
  if (publicHost === undefined || tls.kind === "off") return [];
  if (await machine.canConnect(publicHost, port)) {
    return [ok("public-host-answers", `${publicHost} answers on port ${port}`)];
  }
  return [warning(
    "public-host-silent",
    `${publicHost} does not answer on port ${port} from this machine`,
    `Check its DNS record and the port forwarding to this machine, or open https://${publicHost}:${port}/check from outside: some routers do not let a machine reach itself by its public address`,
  )];
}

function checkRelayRange({ config: { ice, host } }: CheckContext): Finding[] {
  if (!ice.isServerEnabled || (host !== undefined && isLoopbackIp(host))) {
    return [];
  }
  const { first, last } = ice.relayPorts;
  const count = last - first + 1;
  if (count >= ice.limits.maxAllocations) return [];
  return [warning(
    "relay-ports-few",
    `RELAY_PORTS has ${count} ports, and each relayed connection needs one; MAX_ALLOCATIONS is ${ice.limits.maxAllocations}`,
    `Widen RELAY_PORTS (and what the container publishes), or set MAX_ALLOCATIONS=${count}`,
  )];
}
