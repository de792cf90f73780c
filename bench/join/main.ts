/**
 * Time from pressing Join to the first picture, in Maru and in a bare call of
 * two pages, interleaved in one run and in one browser.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { launchChromium } from "../../tests/e2e/harness/browser.ts";
import type { Browser } from "../../tests/e2e/harness/packages.ts";
import { ServerProcess } from "../../tests/e2e/harness/server_process.ts";
import { findFreePort } from "../../tools/server_process.ts";
import { BareServer } from "./bare_server.ts";
import { formatNumber } from "../signaling/report.ts";
import { CallPages } from "./call_pages.ts";
import { formatJoinTable, formatTimeline, type JoinRound } from "./timeline.ts";

/** Options of the benchmark. */
export interface JoinBenchOptions {
  readonly rounds: number;
  /** Groups of cases, of {@linkcode JOIN_CASES}. */
  readonly cases: readonly string[];
}

/** Patterns of the TURN URLs of each relay transport. */
const RELAYS: Readonly<Record<string, string>> = {
  "relay-udp": "^turn:.*transport=udp",
  "relay-tcp": "^turn:.*transport=tcp",
  "relay-tls": "^turns:",
};

const BARE = "bare";
/** The same with a socket that was open before Join was pressed. */
const BARE_EARLY = "bare, open socket";
/** A link without a key, the baseline of the cost of proofs. */
const KEYLESS = "link without a key";
const WITH_KEY = "link with a key";
const RESTART = "ICE restart after a path change";
/** ICE restarts of one call. */
const RESTARTS_PER_CALL = 5;

interface Setup {
  readonly browser: Browser;
  readonly server: ServerProcess;
  readonly bare: BareServer;
  readonly add: (name: string, round: JoinRound) => void;
}

/** Measures one round of a group of cases in a room of its own. */
type MeasureRound = (setup: Setup, room: string) => Promise<void>;

const MEASURES: Readonly<Record<string, MeasureRound>> = {
  direct: measureDirect,
  restart: measureRestart,
  key: measureKey,
  members: measureMembers,
  ...Object.fromEntries(
    Object.entries(RELAYS).map(([name, pattern]) => [
      name,
      (setup: Setup, room: string) => measureRelay(setup, room, name, pattern),
    ]),
  ),
};

/** Names of the groups of cases. */
export const JOIN_CASES: readonly string[] = Object.keys(MEASURES);

/** Measures the named cases; prints each figure, and the tables of each group. */
export async function measureJoin(
  { rounds, cases }: JoinBenchOptions,
): Promise<readonly string[]> {
  await using server = await ServerProcess.start({
    env: {
      ICE: "on",
      ICE_PORT: String(findFreePort()),
      ICE_TLS_PORT: String(findFreePort()),
      // The bare call has no seat, whose members the relay would know.
      TURN_ALLOW_PEERS: "127.0.0.0/8,::1/128",
    },
  });
  await using bare = new BareServer();
  await using browser = await launchChromium("fake", await server.keyHash());
  for (const [group, measure] of Object.entries(MEASURES)) {
    if (!cases.includes(group)) continue;
    const results = new Map<string, JoinRound[]>();
    console.log(`\n## Join to first picture: ${group}, ${rounds} rounds\n`);
    const add = (name: string, round: JoinRound) => {
      results.set(name, [...results.get(name) ?? [], round]);
      console.log(`- ${name}: ${formatNumber(round.newcomerMs)} ms`);
    };
    const setup = { browser, server, bare, add };
    for (let round = 0; round < rounds; round++) {
      await measure(setup, `${server.origin}/r/bench-${group}-${round}`);
    }
    console.log(`\n${formatJoinTable(results, baselineOf)}`);
    console.log(`\nSteps at the newcomer, medians since the press:\n`);
    console.log(formatTimeline(results));
  }
  return [];
}

/** Case of the bare call with which a case is compared. */
function baselineOf(name: string): string {
  if (name.startsWith(`${BARE}:`)) return name;
  if (name === KEYLESS || name === WITH_KEY) return KEYLESS;
  return DIRECT_CASES.has(name) || name.startsWith(BARE)
    ? BARE
    : bareCase(name);
}

function bareCase(name: string): string {
  return `${BARE}: ${name}`;
}

/** Cases of two members that are compared with a bare join. */
const DIRECT_CASES: ReadonlySet<string> = new Set([
  "direct",
  "rejoin after a reload",
]);

async function measureDirect(
  { browser, bare, add }: Setup,
  room: string,
): Promise<void> {
  {
    await using pages = new CallPages(browser, bareUrl(bare, room));
    await pages.join();
    add(BARE, await pages.join());
  }
  {
    const url = bareUrl(bare, room, { search: "?socket=early" });
    await using pages = new CallPages(browser, url);
    await pages.join();
    add(BARE_EARLY, await pages.join());
  }
  await using pages = new CallPages(browser, room);
  await pages.join();
  add("direct", await pages.join());
  add("rejoin after a reload", await pages.rejoin());
}

/** ICE restarts in calls whose pictures have their full size. */
async function measureRestart(
  { browser, bare, add }: Setup,
  room: string,
): Promise<void> {
  const calls = [
    [bareCase(RESTART), bareUrl(bare, room), "restartIce"],
    [RESTART, room, "changeNetwork"],
  ] as const;
  for (const [name, url, how] of calls) {
    await using pages = new CallPages(browser, url);
    await pages.join();
    await pages.join();
    await pages.grow();
    for (let i = 0; i < RESTARTS_PER_CALL; i++) {
      add(name, onlyNewcomer(await pages.restartIce(how)));
    }
  }
}

/** Joins of the same page without and with a key in the link. */
async function measureKey(
  { browser, add }: Setup,
  room: string,
): Promise<void> {
  const links = [
    [KEYLESS, `${room}-open`],
    [WITH_KEY, `${room}-key#k=AAECAwQFBgcICQoLDA0ODw`],
  ] as const;
  for (const [name, link] of links) {
    await using pages = new CallPages(browser, link);
    await pages.join();
    add(name, await pages.join());
  }
}

/** A third and a fourth member of calls whose pictures have their full size. */
async function measureMembers(
  { browser, bare, add }: Setup,
  room: string,
): Promise<void> {
  const third = "third member, both pictures";
  const fourth = "fourth member, all pictures";
  const calls = [
    [bareUrl(bare, room), bareCase(third), bareCase(fourth)],
    [room, third, fourth],
  ] as const;
  for (const [url, ...names] of calls) {
    await using pages = new CallPages(browser, url);
    await pages.join();
    await pages.join();
    for (const name of names) {
      await pages.grow();
      add(name, await pages.join());
    }
  }
}

async function measureRelay(
  { browser, server, bare, add }: Setup,
  room: string,
  name: string,
  pattern: string,
): Promise<void> {
  {
    const iceServers = keepUrls(
      await fetchIceServers(browser, server),
      pattern,
    );
    const configuration = { iceServers, iceTransportPolicy: "relay" } as const;
    const url = bareUrl(bare, room, { configuration });
    await using pages = new CallPages(browser, url);
    await pages.join();
    add(bareCase(name), await pages.join());
  }
  await using pages = new CallPages(browser, room, pattern);
  await pages.join();
  add(name, await pages.join());
}

interface BareOptions {
  readonly search?: string;
  readonly configuration?: {
    readonly iceServers?: readonly IceServer[];
    readonly iceTransportPolicy?: "relay";
  };
}

/** URL of a bare call that is apart from those of other rooms. */
function bareUrl(
  bare: BareServer,
  room: string,
  { search = "", configuration = {} }: BareOptions = {},
): string {
  const fragment = encodeURIComponent(JSON.stringify({ configuration }));
  return `${bare.origin}${new URL(room).pathname}${search}#${fragment}`;
}

function onlyNewcomer(newcomerMs: number): JoinRound {
  return { newcomerMs, memberMs: NaN, steps: {} };
}

interface IceServer {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** ICE servers of the server as an application without a seat gets them. */
async function fetchIceServers(
  browser: Browser,
  { origin }: ServerProcess,
): Promise<readonly IceServer[]> {
  const page = await browser.newPage({ ignoreHTTPSErrors: true });
  await page.goto(origin);
  const { iceServers } = await page.evaluate<
    { readonly iceServers: IceServer[] }
  >("fetch('ice').then((response) => response.json())");
  await page.close();
  return iceServers;
}

function keepUrls(
  iceServers: readonly IceServer[],
  pattern: string,
): readonly IceServer[] {
  const kept = new RegExp(pattern);
  return iceServers
    .map((entry) => ({
      ...entry,
      urls: entry.urls.filter((url) => kept.test(url)),
    }))
    .filter(({ urls }) => urls.length > 0);
}
