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

/** Names of the groups of cases. */
export const JOIN_CASES: readonly string[] = [
  "direct",
  "members",
  ...Object.keys(RELAYS),
];

const BARE = "bare";
/** The same with a socket that was open before Join was pressed. */
const BARE_EARLY = "bare, open socket";
const BARE_RESTART = "bare: ICE restart";
const RESTART = "ICE restart after a path change";

interface Setup {
  readonly browser: Browser;
  readonly server: ServerProcess;
  readonly bare: BareServer;
  readonly add: (name: string, round: JoinRound) => void;
}

/** Measures the named cases and prints the tables. */
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
  const results = new Map<string, JoinRound[]>();
  const add = (name: string, round: JoinRound) => {
    results.set(name, [...results.get(name) ?? [], round]);
  };
  const setup = { browser, server, bare, add };
  for (let round = 0; round < rounds; round++) {
    const room = `${server.origin}/r/bench-${round}`;
    if (cases.includes("direct")) await measureDirect(setup, room);
    if (cases.includes("members")) await measureMembers(setup, room);
    for (const [name, pattern] of Object.entries(RELAYS)) {
      if (cases.includes(name)) await measureRelay(setup, room, name, pattern);
    }
  }
  console.log(`\n## Join to first picture, ${rounds} rounds\n`);
  console.log(formatJoinTable(results, baselineOf));
  console.log(`\nSteps at the newcomer, medians since the press:\n`);
  console.log(formatTimeline(results));
  return [];
}

function baselineOf(name: string): string {
  const relay = Object.keys(RELAYS).find((relay) => name.endsWith(relay));
  if (relay) return `bare: ${relay}`;
  return [RESTART, BARE_RESTART].includes(name) ? BARE_RESTART : BARE;
}

async function measureDirect(
  { browser, bare, add }: Setup,
  room: string,
): Promise<void> {
  const name = new URL(room).pathname;
  const configuration = encodeURIComponent("{}");
  {
    const url = `${bare.origin}${name}#${configuration}`;
    await using pages = new CallPages(browser, url);
    await pages.join();
    add(BARE, await pages.join());
    add(BARE_RESTART, onlyNewcomer(await pages.restartIce("restartIce")));
  }
  {
    const url = `${bare.origin}${name}?socket=early#${configuration}`;
    await using pages = new CallPages(browser, url);
    await pages.join();
    add(BARE_EARLY, await pages.join());
  }
  await using pages = new CallPages(browser, room);
  await pages.join();
  add("direct", await pages.join());
  add(RESTART, onlyNewcomer(await pages.restartIce("changeNetwork")));
  add("rejoin after a reload", await pages.rejoin());
}

async function measureMembers(
  { browser, add }: Setup,
  room: string,
): Promise<void> {
  await using pages = new CallPages(browser, `${room}-members`);
  await pages.join();
  await pages.join();
  add("third member, both pictures", await pages.join());
  add("fourth member, all pictures", await pages.join());
}

async function measureRelay(
  { browser, server, bare, add }: Setup,
  room: string,
  name: string,
  pattern: string,
): Promise<void> {
  const suffix = name;
  {
    const iceServers = await fetchIceServers(
      browser,
      server,
      new RegExp(pattern),
    );
    const configuration = encodeURIComponent(
      JSON.stringify({ iceServers, iceTransportPolicy: "relay" }),
    );
    const url = `${bare.origin}${new URL(room).pathname}-${suffix}`;
    await using pages = new CallPages(browser, `${url}#${configuration}`);
    await pages.join();
    add(`bare: ${name}`, await pages.join());
  }
  await using pages = new CallPages(browser, `${room}-${suffix}`, pattern);
  await pages.join();
  add(name, await pages.join());
}

function onlyNewcomer(newcomerMs: number): JoinRound {
  return { newcomerMs, memberMs: NaN, steps: {} };
}

interface IceServer {
  readonly urls: readonly string[];
}

/** ICE servers of the server as an application without a seat gets them. */
async function fetchIceServers(
  browser: Browser,
  { origin }: ServerProcess,
  pattern: RegExp,
): Promise<readonly IceServer[]> {
  const page = await browser.newPage({ ignoreHTTPSErrors: true });
  await page.goto(origin);
  const { iceServers } = await page.evaluate<
    { readonly iceServers: readonly IceServer[] }
  >("fetch('ice').then((response) => response.json())");
  await page.close();
  return iceServers
    .map((entry) => ({
      ...entry,
      urls: entry.urls.filter((url) => pattern.test(url)),
    }))
    .filter(({ urls }) => urls.length > 0);
}
