/**
 * What the ACME directory needs: names that lead here. Its port, `HTTP_PORT`,
 * is among those of `port_check.ts`.
 *
 * @module
 */
import { canonicalizeIp } from "../../server/net/ip_address.ts";
import { listMachineAddresses } from "../../server/net/machine_addresses.ts";
import { error, type Finding, ok, warning } from "./finding.ts";
import type { CheckContext } from "./machine.ts";

/** Checks the names of `ACME_DOMAIN`. */
export async function checkAcme(context: CheckContext): Promise<Finding[]> {
  const { acme } = context.config;
  if (acme === null) return [];
  const findings: Finding[] = [];
  for (const domain of acme.domains) {
    findings.push(await checkDomain(context, domain));
  }
  return findings;
}

async function checkDomain(
  { machine, config: { ice } }: CheckContext,
  domain: string,
): Promise<Finding> {
  const found = await machine.lookUp(domain);
  const ips = found.flatMap((address) => canonicalizeIp(address) ?? []);
  if (ips.length === 0) {
    return error(
      "acme-domain-unknown",
      `${domain} has no address`,
      `Create an A record of ${domain} with the public address of this machine`,
    );
  }
  const own = new Set([
    ...listMachineAddresses(machine.interfaces()).map(({ address }) => address),
    ...ice.externalIps,
  ]);
  if (ips.some((ip) => own.has(ip))) {
    return ok("acme-domain", `${domain} is an address of this machine`);
  }
  return warning(
    "acme-domain-elsewhere",
    `${domain} is ${
      ips.join(", ")
    }, which is neither an address of this machine nor EXTERNAL_IP`,
    `Correct the A record of ${domain}; behind a NAT set EXTERNAL_IP and forward port 80 to this machine`,
  );
}
