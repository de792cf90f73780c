/**
 * The networks in which members sit, each built by a small function.
 *
 * @module
 */
import type { LinkShape } from "./link_shaper.ts";
import {
  DISTURBANCE_RULES,
  hairpinRules,
  type NatKind,
  natRules,
  type OutboundFilter,
} from "./nat_rules.ts";
import { Uplink, type World } from "./world.ts";

/** Where a member sits. */
export interface Site {
  /** Namespace of the browser. */
  readonly namespace: string;
  /** Takes the network of the member away, or gives it back. */
  setCut(isCut: boolean): Promise<void>;
  /** Loses 30 % of the packets, or none. */
  setLossy(isLossy: boolean): Promise<void>;
}

/** Both sites of a call. */
export type Sites = readonly [Site, Site];

/** What a home network has besides its NAT. */
export interface HomeOptions {
  readonly filter?: OutboundFilter;
  /** NAT of the access provider, behind which the home is (RFC 6888). */
  readonly carrier?: NatKind;
  /** MTU of the line to the internet. */
  readonly mtu?: number;
  /** Properties of this line, in each direction. */
  readonly line?: LinkShape;
}

/** Number of a site; its addresses contain it. */
export type SiteNumber = 1 | 2 | 3;

const publicIp = (number: SiteNumber): string => `198.51.100.${number}`;

/** A device behind a home router. */
export async function buildHome(
  world: World,
  number: SiteNumber,
  nat: NatKind,
  options: HomeOptions = {},
): Promise<Site> {
  const host = `host-${number}`;
  await world.addNamespace(host);
  const uplink = await buildHomeRouter(world, number, [host, "eth0"], {
    nat,
    ...options,
  });
  await world.lab.ip(host, `route add default via 10.${number}.0.1`);
  return siteOf(host, uplink);
}

async function buildHomeRouter(
  world: World,
  number: SiteNumber,
  [host, device]: readonly [string, string],
  { nat, filter, carrier, mtu, line }: HomeOptions & { readonly nat: NatKind },
): Promise<Uplink> {
  const { lab } = world;
  const router = `home-${number}`;
  await world.addRouter(router);
  await lab.connect([router, "lan"], [host, device]);
  await lab.ip(router, `addr add 10.${number}.0.1/24 dev lan`);
  await lab.ip(host, `addr add 10.${number}.0.2/24 dev ${device}`);
  await lab.setRules(router, natRules(nat, `10.${number}.0.2`, filter));
  if (carrier) return await buildCarrier(world, number, carrier);
  const uplink = await world.attach(router, publicIp(number), line);
  if (mtu) {
    await lab.script(
      router,
      `ip link set wan mtu ${mtu}
      ip -n core link set to-${router} mtu ${mtu}`,
    );
  }
  return uplink;
}

/** Puts a second NAT between a home and the internet. */
async function buildCarrier(
  world: World,
  number: SiteNumber,
  nat: NatKind,
): Promise<Uplink> {
  const { lab } = world;
  const [home, router] = [`home-${number}`, `carrier-${number}`];
  await world.addRouter(router);
  await lab.connect([router, "lan"], [home, "wan"]);
  await lab.ip(router, `addr add 100.64.${number}.1/24 dev lan`);
  await lab.script(
    home,
    `ip addr add 100.64.${number}.2/24 dev wan
    ip route add default via 100.64.${number}.1`,
  );
  await lab.setRules(router, natRules(nat, `100.64.${number}.2`));
  return await world.attach(router, publicIp(number));
}

/** A device that has IPv6 only, without a NAT. */
export async function buildIpv6Home(
  world: World,
  number: SiteNumber,
): Promise<Site> {
  const { lab } = world;
  const [host, router] = [`host-${number}`, `home-${number}`];
  const network = `2001:db8:${number}0:`;
  await world.addNamespace(host);
  await world.addRouter(router);
  await lab.connect([router, "lan"], [host, "eth0"]);
  await lab.ip(router, `addr add ${network}:1/64 dev lan`);
  const uplink = await world.attachIpv6(router, `${network}:/64`);
  await lab.script(
    host,
    `ip addr add ${network}:2/64 dev eth0
    ip -6 route add default via ${network}:1`,
  );
  return siteOf(host, uplink);
}

/** Two devices in separate networks of one router. */
export async function buildHairpin(world: World): Promise<Sites> {
  const { lab } = world;
  await world.addRouter("home-1");
  for (const number of [1, 2] as const) {
    const host = `host-${number}`;
    await world.addNamespace(host);
    await lab.connect(["home-1", `lan-${number}`], [host, "eth0"]);
    await lab.ip("home-1", `addr add 10.${number}.0.1/24 dev lan-${number}`);
    await lab.ip(host, `addr add 10.${number}.0.2/24 dev eth0`);
    await lab.ip(host, `route add default via 10.${number}.0.1`);
  }
  const rules = hairpinRules(publicIp(1));
  await lab.setRules("home-1", `${rules}\n${DISTURBANCE_RULES}`);
  await world.attach("home-1", publicIp(1));
  const siteFor = (number: SiteNumber) =>
    siteOf(`host-${number}`, new Uplink(lab, "home-1", `lan-${number}`));
  return [siteFor(1), siteFor(2)];
}

/**
 * A device with a second interface that stays when the first one, which has
 * the better route, goes away.
 */
export async function buildTwoInterfaces(
  world: World,
  number: 2,
  nat: NatKind,
): Promise<Site> {
  const { lab } = world;
  const first = await buildHome(world, number, nat);
  const host = first.namespace;
  await buildHomeRouter(world, 3, [host, "eth1"], { nat });
  // As mobile and desktop systems do: an address leaves by its interface.
  const routes = `
    ip route replace default via 10.${number}.0.1 dev eth0 metric 100
    ip route replace default via 10.${number}.0.1 dev eth0 table ${number}`;
  await lab.script(
    host,
    `ip route delete default
    ${routes}
    ip route add default via 10.3.0.1 dev eth1 metric 200
    ip route add default via 10.3.0.1 dev eth1 table 3
    ip rule add from 10.${number}.0.2 table ${number}
    ip rule add from 10.3.0.2 table 3`,
  );
  return {
    ...first,
    setCut: (isCut) =>
      lab.script(
        host,
        isCut ? "ip link set eth0 down" : `ip link set eth0 up${routes}`,
      ),
  };
}

function siteOf(namespace: string, uplink: Uplink): Site {
  return {
    namespace,
    setCut: (isCut) => uplink.setCut(isCut),
    setLossy: (isLossy) => uplink.setLossy(isLossy),
  };
}
