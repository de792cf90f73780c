/**
 * Chromium, and Firefox with it, in the networks of `tests/natlab/`: each case
 * connects by the expected kind of pair and survives its fault or a cut.
 *
 * @module
 */
import { assertMatch } from "@std/assert";
import { findChromium, findFirefox } from "../harness/browser.ts";
import type { CallPage } from "../harness/call_page.ts";
import type { BrowserName } from "../../natlab/lab_browser.ts";
import { canCreateNamespaces, canShapeLinks } from "../../natlab/namespaces.ts";
import {
  NETWORK_CASES,
  type NetworkCase,
  NO_RELAY_CASE,
} from "../../natlab/network_cases.ts";
import { NetworkCall } from "../../natlab/network_call.ts";

const canRun = await canCreateNamespaces();
const canShape = canRun && await canShapeLinks();

/** In CI a missing browser fails the test. */
const lacks = (path: string | null): boolean =>
  path === null && Deno.env.get("CI") === undefined;
/** Cases in which Firefox answers differently than Chromium may. */
const IN_FIREFOX = new Set([
  "Port-restricted cone NAT",
  "UDP blocked on one side",
  "IPv4 on one side, IPv6 on the other",
]);
/** Older pictures may be painted this long after a fault has begun. */
const LATE_PICTURE_MS = 3_000;
const PAIR_TIMEOUT_MS = 60_000;

async function tileIs({ page }: CallPage, state: string): Promise<void> {
  await page.locator(`[data-testid=tile][data-state=${state}]`).waitFor();
}

/** Waits for the expected pair: the first one used may be a slower one. */
async function connectsBy(call: NetworkCall, pair: RegExp): Promise<void> {
  const end = performance.now() + PAIR_TIMEOUT_MS;
  for (;;) {
    const found = await call.pair();
    if (pair.test(found)) return;
    if (performance.now() > end) return assertMatch(found, pair);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function playFault(
  call: NetworkCall,
  fault: NetworkCase["fault"],
): Promise<void> {
  const { site, pages } = call;
  if (fault === "loss") {
    await site.setLossy(true);
    await call.pictureMs(Date.now() + LATE_PICTURE_MS);
    await site.setLossy(false);
  } else if (fault === "interface") {
    await site.setCut(true);
    await call.pictureMs(Date.now() + LATE_PICTURE_MS);
    return;
  } else {
    await site.setCut(true);
    await Promise.all(pages.map((page) => tileIs(page, "reconnecting")));
    await site.setCut(false);
  }
  await call.pictureMs(Date.now());
}

function testCase(network: NetworkCase, browser: BrowserName): void {
  Deno.test({
    name: `${browser} in a network: ${network.name}`,
    ignore: !canRun || (network.isShaped && !canShape) ||
      lacks(findChromium()) || (browser === "Firefox" && lacks(findFirefox())),
    fn: async () => {
      await using call = await NetworkCall.create(network, [
        "Chromium",
        browser,
      ]);
      await call.pictureMs(await call.join());
      const isFirefox = browser === "Firefox";
      const { pair, firefoxPair = pair } = network;
      await connectsBy(call, isFirefox ? firefoxPair : pair);
      await playFault(call, network.fault);
    },
  });
}

for (const network of NETWORK_CASES) testCase(network, "Chromium");
for (const network of NETWORK_CASES) {
  if (IN_FIREFOX.has(network.name)) testCase(network, "Firefox");
}

Deno.test({
  name:
    "Two members without a direct path and without a relay read why they are not connected",
  ignore: !canRun || lacks(findChromium()),
  fn: async () => {
    await using call = await NetworkCall.create(
      NO_RELAY_CASE,
      ["Chromium", "Chromium"],
      { ICE: "off" },
    );
    await call.join();
    for (const { page } of call.pages) {
      await page.locator(".tile-failure")
        .getByText("this server has no relay").waitFor();
    }
  },
});
