/**
 * A small internet: a core router, and behind it the server and the networks
 * of the members. What a router of the core drops disappears without a word.
 *
 * @module
 */
import type { LinkShape } from "./link_shaper.ts";
import { NetworkLab } from "./namespaces.ts";
import { DISTURBANCE_RULES } from "./nat_rules.ts";

/** Name of the server. */
export const SERVER_NAME = "maru.test";
/** Its public addresses. */
export const SERVER_IP = "203.0.113.10";
export const SERVER_IPV6 = "2001:db8:1::10";

const CORE = "core";
const CORE_IP = "203.0.113.1";
const CORE_IPV6 = "2001:db8:1::1";

/** Lines of `/etc/hosts`; Chromium resolves `turn:` names with a final dot. */
const HOSTS = [SERVER_IP, SERVER_IPV6]
  .map((address) => `${address} ${SERVER_NAME} ${SERVER_NAME}.`)
  .join("\n");

/** A line that can be disturbed at its router. */
export class Uplink {
  readonly #lab: NetworkLab;
  readonly #router: string;
  readonly #device: string;

  constructor(lab: NetworkLab, router: string, device: string) {
    this.#lab = lab;
    this.#router = router;
    this.#device = device;
  }

  /** Lets all packets disappear, or none. */
  async setCut(isCut: boolean): Promise<void> {
    await this.#setMember("cut", isCut);
  }

  /** Lets 30 % of the packets disappear in each direction, or none. */
  async setLossy(isLossy: boolean): Promise<void> {
    await this.#setMember("lossy", isLossy);
  }

  async #setMember(set: string, isMember: boolean): Promise<void> {
    const act = isMember ? "add" : "delete";
    const element = `element inet disturbance ${set} { "${this.#device}" }`;
    await this.#lab.run(this.#router, "nft", act, element);
  }
}

/** The core, the server's network and what is attached to it. */
export class World implements AsyncDisposable {
  readonly lab: NetworkLab;
  private constructor(lab: NetworkLab) {
    this.lab = lab;
  }

  /** Creates the core and the namespace `server`. */
  static async create(): Promise<World> {
    const lab = await NetworkLab.create();
    const world = new World(lab);
    try {
      await world.#connectServer();
    } catch (error) {
      await lab[Symbol.asyncDispose]();
      throw error;
    }
    return world;
  }

  /** Creates a namespace that knows the name of the server. */
  async addNamespace(name: string): Promise<void> {
    await this.lab.addNamespace(name, HOSTS);
  }

  /** Creates a namespace that forwards packets. */
  async addRouter(name: string): Promise<void> {
    await this.addNamespace(name);
    await this.lab.script(
      name,
      "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1",
    );
  }

  /** Connects the device `wan` of a router, by a line with these properties. */
  async attach(
    router: string,
    address: string,
    line?: LinkShape,
  ): Promise<Uplink> {
    const device = `to-${router}`;
    const ends = [[CORE, device], [router, "wan"]] as const;
    if (line) await this.lab.connectShaped(...ends, [line, line]);
    else await this.lab.connect(...ends);
    await this.lab.ip(CORE, `route add ${address} dev ${device}`);
    await this.lab.script(
      router,
      `ip addr add ${address}/32 dev wan
      ip route add ${CORE_IP} dev wan
      ip route add default via ${CORE_IP}`,
    );
    return new Uplink(this.lab, CORE, device);
  }

  /** Connects a router that has a network of IPv6 and no IPv4. */
  async attachIpv6(router: string, network: string): Promise<Uplink> {
    const device = `to-${router}`;
    await this.lab.connect([CORE, device], [router, "wan"]);
    await this.lab.script(
      CORE,
      `ip addr add fe80::1/64 dev ${device}
      ip -6 route add ${network} via fe80::2 dev ${device}`,
    );
    await this.lab.script(
      router,
      `ip addr add fe80::2/64 dev wan
      ip -6 route add default via fe80::1 dev wan`,
    );
    return new Uplink(this.lab, CORE, device);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.lab[Symbol.asyncDispose]();
  }

  async #connectServer(): Promise<void> {
    const { lab } = this;
    await this.addRouter(CORE);
    await lab.setRules(CORE, DISTURBANCE_RULES);
    await this.addNamespace("server");
    await lab.connect([CORE, "to-server"], ["server", "eth0"]);
    await lab.script(
      CORE,
      `ip addr add ${CORE_IP}/24 dev to-server
      ip addr add ${CORE_IPV6}/64 dev to-server`,
    );
    await lab.script(
      "server",
      `ip addr add ${SERVER_IP}/24 dev eth0
      ip addr add ${SERVER_IPV6}/64 dev eth0
      ip route add default via ${CORE_IP}
      ip -6 route add default via ${CORE_IPV6}`,
    );
  }
}
