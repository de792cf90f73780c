/**
 * Addresses that others cannot reach: those of a container's bridge, of a
 * private network behind a NAT, or of loopback.
 *
 * @module
 */
import { canonicalizeIp, isLoopbackIp } from "../../server/net/ip_address.ts";
import {
  listMachineAddresses,
  type MachineAddress,
  reachabilityOf,
} from "../../server/net/machine_addresses.ts";
import { error, type Finding, ok, warning } from "./finding.ts";
import type { CheckContext } from "./machine.ts";

/** Checks whether others reach an address that clients are given. */
export async function checkAddresses(
  context: CheckContext,
): Promise<Finding[]> {
  const { machine, config: { host, publicHost, ice } } = context;
  if (host !== undefined && (host === "localhost" || isLoopbackIp(host))) {
    return [warning(
      "address-loopback",
      `HOST is ${host}: only this machine reaches the server, and the relay nobody else`,
      "Remove HOST; behind a reverse proxy on this machine that is right for the page, and the relay needs TURN_URLS of another server",
    )];
  }
  const addresses = listMachineAddresses(machine.interfaces())
    .filter(({ reachability }) =>
      reachability === "lan" || reachability === "public"
    );
  if (addresses.length === 0) {
    return [error(
      "address-none",
      "This machine has no address but loopback",
      "Connect it to a network, or run the container with `--network host`",
    )];
  }
  const announced = new Set(ice.externalIps);
  const hasPublic = addresses.some(({ reachability }) =>
    reachability === "public"
  );
  if (announced.size === 0 && !hasPublic) {
    const isContainer = await isInContainer(context, addresses);
    if (isContainer) return [containerFinding(addresses, publicHost)];
  }
  const named = publicHost === undefined
    ? []
    : await resolve(context, publicHost);
  const missing = named.filter((ip) =>
    reachabilityOf(ip) === "public" && !announced.has(ip) &&
    !addresses.some(({ address }) => address === ip)
  );
  const [first] = missing;
  if (first !== undefined) {
    return [error(
      announced.size === 0 ? "address-nat" : "external-ip-differs",
      announced.size === 0
        ? `${publicHost} is ${first}, which no interface of this machine has: a NAT translates it, and the relay announces an address that nobody reaches`
        : `${publicHost} is ${first}, but EXTERNAL_IP is ${
          [...announced].join(", ")
        }`,
      `EXTERNAL_IP=${first}`,
    )];
  }
  return [ok(
    "address-reachable",
    announced.size > 0
      ? `The relay announces ${[...announced].join(", ")} (EXTERNAL_IP)`
      : `The relay announces ${
        addresses.map(({ address }) => address).slice(0, 4).join(", ")
      }${hasPublic ? "" : ", which the private network reaches"}`,
  )];
}

async function isInContainer(
  { machine }: CheckContext,
  addresses: readonly MachineAddress[],
): Promise<boolean> {
  const isMarked = await machine.stat("/.dockerenv") !== null ||
    await machine.stat("/run/.containerenv") !== null ||
    machine.env.container !== undefined;
  // With the network of the host there are its bridges too.
  const hasBridge = machine.interfaces().some(({ name }) =>
    /^(docker|br-|podman|cni)/.test(name)
  );
  return isMarked && !hasBridge &&
    addresses.every(({ address }) =>
      /^(172\.(1[6-9]|2\d|3[01])|10)\./.test(address) || address.includes(":")
    );
}

function containerFinding(
  addresses: readonly MachineAddress[],
  publicHost: string | undefined,
): Finding {
  const list = addresses.map(({ address }) => address).join(", ");
  return error(
    "address-container",
    `The relay announces ${list}, the network of this container, which nobody outside reaches`,
    publicHost === undefined
      ? "Run the container with `--network host`, or set EXTERNAL_IP to the address of its host and publish RELAY_PORTS over UDP"
      : `Run the container with \`--network host\`, or set EXTERNAL_IP to the address of ${publicHost} and publish RELAY_PORTS over UDP`,
  );
}

async function resolve(
  { machine }: CheckContext,
  name: string,
): Promise<readonly string[]> {
  const ip = canonicalizeIp(name);
  if (ip !== null) return [ip];
  const found = await machine.lookUp(name);
  return found.flatMap((address) => canonicalizeIp(address) ?? []);
}
