/**
 * Packet filters of routers by their behaviour (RFC 4787 §4 and §5). Each has
 * a device `lan` and a device `wan`; mappings keep the port where it is free.
 *
 * @module
 */

/** Kind of a NAT. */
export type NatKind =
  | "full cone"
  | "restricted cone"
  | "port-restricted cone"
  | "symmetric";

/** What a router lets out. */
export type OutboundFilter = "all" | "no UDP" | "TCP 443";

const OUTBOUND: Readonly<Record<OutboundFilter, string>> = {
  all: "",
  "no UDP": 'iifname "lan" meta l4proto udp drop',
  "TCP 443": `iifname "lan" tcp dport 443 accept
    iifname "lan" drop`,
};

/** Rules of a NAT before one host, which they call `host`. */
export function natRules(
  kind: NatKind,
  host: string,
  filter: OutboundFilter = "all",
): string {
  const inbound = {
    "full cone": `iifname "wan" meta l4proto udp dnat to ${host}`,
    "restricted cone":
      `iifname "wan" meta l4proto udp ip saddr @contacted dnat to ${host}`,
    "port-restricted cone": "",
    symmetric: "",
  }[kind];
  const random = kind === "symmetric" ? " fully-random" : "";
  return `
table ip router {
  set contacted { type ipv4_addr; flags dynamic, timeout; timeout 5m; }
  chain inbound {
    type nat hook prerouting priority dstnat;
    ${inbound}
  }
  chain outbound {
    type nat hook postrouting priority srcnat;
    oifname "wan" masquerade${random}
  }
  chain passing {
    type filter hook forward priority filter;
    iifname "lan" oifname "wan" meta l4proto udp update @contacted { ip daddr }
    ct state established,related accept
    ${OUTBOUND[filter]}
    iifname "lan" accept
    ct status dnat accept
    drop
  }
  ${INPUT}
}`;
}

/**
 * Unsolicited packets end before they are tracked: an early check of the other
 * side would take the port, and the own mapping would get another one.
 */
const INPUT = `chain input {
    type filter hook input priority filter;
    ct state established,related accept
    iifname "wan" drop
  }`;

/**
 * A full cone NAT before two networks `lan-a` and `lan-b` that reach each other
 * only through its public address (hairpinning, RFC 4787 §6).
 */
export function hairpinRules(publicIp: string): string {
  return `
table ip router {
  map mappings {
    type inet_service : ipv4_addr
    flags dynamic, timeout
    timeout 5m
  }
  chain inbound {
    type nat hook prerouting priority dstnat;
    ip daddr ${publicIp} meta l4proto udp dnat to udp dport map @mappings
  }
  chain outbound {
    type nat hook postrouting priority srcnat;
    oifname "wan" masquerade
    ct status dnat snat to ${publicIp}
  }
  chain passing {
    type filter hook forward priority filter;
    oifname "wan" meta l4proto udp update @mappings { udp sport : ip saddr }
    oifname "wan" accept
    ct state established,related accept
    ct status dnat accept
    drop
  }
  ${INPUT}
}`;
}

/** Lines on which all packets, or 30 % of them, disappear without a word. */
export const DISTURBANCE_RULES = `
table inet disturbance {
  set cut { type ifname; }
  set lossy { type ifname; }
  chain arriving {
    type filter hook prerouting priority raw;
    iifname @cut drop
    iifname @lossy numgen random mod 100 < 30 drop
  }
  chain leaving {
    type filter hook postrouting priority raw;
    oifname @cut drop
    oifname @lossy numgen random mod 100 < 30 drop
  }
}`;
