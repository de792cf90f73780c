/**
 * The networks that are tried: which two members meet, by which kind of pair
 * they are expected to connect, and what happens to the second one.
 *
 * @module
 */
import {
  buildHairpin,
  buildHome,
  buildIpv6Home,
  buildTwoInterfaces,
  type Sites,
} from "./sites.ts";
import type { World } from "./world.ts";

/** A case of the matrix. */
export interface NetworkCase {
  readonly name: string;
  readonly build: (world: World) => Promise<Sites>;
  /** Selected pair of the second member, from its side. */
  readonly pair: RegExp;
  /** The same in Firefox, where it differs. */
  readonly firefoxPair?: RegExp;
  /** What the second member suffers besides cuts. */
  readonly fault?:
    /** The interface in use goes away, and another one stays. */
    | "interface"
    /** 30 % of the packets are lost for 10 s. */
    | "loss";
  /** True where the link is shaped, which needs root. */
  readonly isShaped?: boolean;
}

const CONE = "port-restricted cone";
/** Checks that arrive before the candidate of the mapping make it `prflx`. */
const DIRECT = /^(host|srflx|prflx) udp - (host|srflx|prflx) udp$/;
/** Firefox stays with the first pair that works, which may be a relayed one. */
const ANY_UDP = /^\w+ udp - \w+ udp$/;
const RELAYED = /\brelay\b/;

/** Two homes with the same kind of NAT. */
const same = (
  ...[nat, options]: [
    Parameters<typeof buildHome>[2],
    Parameters<typeof buildHome>[3]?,
  ]
): NetworkCase["build"] =>
async (world) => [
  await buildHome(world, 1, nat, options),
  await buildHome(world, 2, nat, options),
];

/** A usual home, and one with these properties. */
const usualAnd = (
  options: Parameters<typeof buildHome>[3],
): NetworkCase["build"] =>
async (world) => [
  await buildHome(world, 1, CONE),
  await buildHome(world, 2, CONE, options),
];

/** All cases, in the order of the table. */
export const NETWORK_CASES: readonly NetworkCase[] = [
  { name: "Full cone NAT", build: same("full cone"), pair: DIRECT },
  { name: "Restricted cone NAT", build: same("restricted cone"), pair: DIRECT },
  {
    name: "Port-restricted cone NAT",
    build: same(CONE),
    pair: DIRECT,
    firefoxPair: ANY_UDP,
  },
  { name: "Symmetric NAT", build: same("symmetric"), pair: RELAYED },
  {
    name: "Two NATs on each side (CGNAT)",
    build: same(CONE, { carrier: CONE }),
    pair: DIRECT,
  },
  {
    name: "UDP blocked on one side",
    build: usualAnd({ filter: "no UDP" }),
    pair: /^relay (tcp|tls) - /,
  },
  {
    name: "Only TCP 443 out on both sides",
    build: same(CONE, { filter: "TCP 443" }),
    pair: /^relay (tcp|tls) - relay/,
  },
  {
    name: "IPv4 on one side, IPv6 on the other",
    build: async (world) => [
      await buildHome(world, 1, CONE),
      await buildIpv6Home(world, 2),
    ],
    pair: RELAYED,
  },
  { name: "One NAT with hairpinning", build: buildHairpin, pair: DIRECT },
  {
    name: "Two interfaces, one goes away",
    build: async (world) => [
      await buildHome(world, 1, CONE),
      await buildTwoInterfaces(world, 2, CONE),
    ],
    pair: DIRECT,
    fault: "interface",
  },
  { name: "MTU of 1280 bytes", build: usualAnd({ mtu: 1280 }), pair: DIRECT },
  {
    name: "30 % loss for 10 s",
    build: usualAnd({}),
    pair: DIRECT,
    fault: "loss",
  },
  {
    name: "400 ms of delay",
    build: usualAnd({ line: { delayMs: 200 } }),
    pair: DIRECT,
    isShaped: true,
  },
];

/** Two homes that need a relay. */
export const NO_RELAY_CASE: Pick<NetworkCase, "name" | "build"> = {
  name: "No direct path and no relay",
  build: same("symmetric"),
};
