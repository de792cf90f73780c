/**
 * Browsers in network namespaces, each behind a link of its own to a router,
 * beside which the server runs. It holds one call after the other.
 *
 * @module
 */
import { launchIn } from "./lab_browser.ts";
import { startLabServer } from "./lab_server.ts";
import type { LinkShape } from "./link_shaper.ts";
import { NetworkLab, type ShapedLink } from "./namespaces.ts";
import { SERVER_NAME } from "./world.ts";
import type { Browser } from "../e2e/harness/packages.ts";
import { type FilmFormat, makeFilm } from "./moving_film.ts";

const ROUTER = "router";
const ROUTER_IP = "10.9.255.1";
const PORT = "8443";
const HOSTS = `${ROUTER_IP} ${SERVER_NAME}\n${ROUTER_IP} ${SERVER_NAME}.`;

/** Networks, server and browsers for calls of this many members. */
export class LinkLab implements AsyncDisposable {
  readonly #resources = new AsyncDisposableStack();
  readonly #links: ShapedLink[] = [];
  readonly browsers: Browser[] = [];

  private constructor() {}

  /** Starts all; the links are not shaped yet. */
  static async create(members: number, film: FilmFormat): Promise<LinkLab> {
    const created = new LinkLab();
    try {
      await created.#start(members, film);
      return created;
    } catch (error) {
      await created[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Address of the server as all members reach it. */
  readonly origin = `https://${SERVER_NAME}:${PORT}`;

  /** Shapes all links: from the members, and to them. */
  async setShapes(up: LinkShape, down: LinkShape): Promise<void> {
    await Promise.all(this.#links.map((link) => link.setShapes(down, up)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync();
  }

  async #start(members: number, film: FilmFormat): Promise<void> {
    const filmFile = await this.#writeFilm(film);
    const lab = this.#resources.use(await NetworkLab.create());
    await lab.addNamespace(ROUTER, HOSTS);
    await lab.script(
      ROUTER,
      `sysctl -qw net.ipv4.ip_forward=1
      ip addr add ${ROUTER_IP}/32 dev lo`,
    );
    const server = await startLabServer(lab, ROUTER, { PORT, ICE: "off" });
    this.#resources.use(server);
    for (let index = 0; index < members; index++) {
      this.#links.push(await connectMember(lab, index));
      const name = memberName(index);
      const browser = await launchIn(lab, name, "Chromium", filmFile);
      this.browsers.push(this.#resources.use(browser));
    }
  }

  async #writeFilm(format: FilmFormat): Promise<string> {
    const path = await Deno.makeTempFile({ dir: "/tmp", suffix: ".y4m" });
    this.#resources.defer(() => Deno.remove(path));
    await Deno.writeFile(path, makeFilm(format).stream());
    return path;
  }
}

const memberName = (index: number): string => `member${index}`;

async function connectMember(
  lab: NetworkLab,
  index: number,
): Promise<ShapedLink> {
  const name = memberName(index);
  const subnet = `10.9.${index}`;
  await lab.addNamespace(name, HOSTS);
  const device = `to-${name}`;
  const link = await lab.connectShaped(
    [ROUTER, device],
    [name, "eth0"],
    [{}, {}],
  );
  await lab.ip(ROUTER, `addr add ${subnet}.1/24 dev ${device}`);
  await lab.ip(name, `addr add ${subnet}.2/24 dev eth0`);
  await lab.ip(name, `route add default via ${subnet}.1`);
  return link;
}
