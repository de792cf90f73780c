/**
 * Ports of services that configure networks or answer to anyone on a link. No
 * ICE agent uses them, and a router treats a request from inside its network
 * as authorized, so the relay never sends to them.
 *
 * @module
 */

const SERVICE_PORTS: ReadonlySet<number> = new Set([
  /** DNS. */
  53,
  /** DHCP (RFC 2131). */
  67,
  68,
  /** TFTP. */
  69,
  /** SNMP. */
  161,
  162,
  /** DHCPv6 (RFC 8415). */
  546,
  547,
  /** SSDP of UPnP. */
  1900,
  /** NAT-PMP and PCP (RFC 6886, RFC 6887). */
  5350,
  5351,
  /** mDNS and LLMNR (RFC 6762, RFC 4795). */
  5353,
  5355,
]);

/** Whether the port belongs to such a service. */
export function isServicePort(port: number): boolean {
  return SERVICE_PORTS.has(port);
}
