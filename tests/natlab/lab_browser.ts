/**
 * Browsers in the namespaces of a lab, driven from outside.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import {
  type BrowserPlace,
  launchChromiumAt,
  launchFirefox,
} from "../e2e/harness/browser.ts";
import { testKeyHash } from "../e2e/harness/certificates.ts";
import type { Browser } from "../e2e/harness/packages.ts";
import { END_WITH_PARENT, type NetworkLab } from "./namespaces.ts";
import { SERVER_NAME } from "./world.ts";

const FIREFOX_BRIDGE = fileURLToPath(
  new URL("firefox_bridge.ts", import.meta.url),
);
const HOST_NAMES = [SERVER_NAME, `${SERVER_NAME}.`];

/** A browser that plays in the networks. */
export type BrowserName = "Chromium" | "Firefox";

/**
 * Starts a browser in a namespace.
 *
 * @param filmFile Film of the camera of Chromium, if not one of small frames.
 */
export async function launchIn(
  lab: NetworkLab,
  namespace: string,
  name: BrowserName,
  filmFile?: string,
): Promise<Browser> {
  return name === "Firefox"
    ? await launchFirefox(firefoxPlace(lab, namespace))
    : await launchChromiumAt(
      { ...chromiumPlace(lab, namespace), filmFile },
      await testKeyHash(),
    );
}

/** Chromium is driven through pipes, which reach into a namespace. */
function chromiumPlace(lab: NetworkLab, namespace: string): BrowserPlace {
  return {
    hostNames: HOST_NAMES,
    launcherOf: (path) => lab.writeLauncher(lab.command(namespace, path)),
  };
}

/** Firefox is driven through a port of loopback, which does not. */
function firefoxPlace(lab: NetworkLab, namespace: string): BrowserPlace {
  return {
    hostNames: HOST_NAMES,
    launcherOf: (path) =>
      lab.writeLauncher([
        ...END_WITH_PARENT,
        Deno.execPath(),
        "run",
        "-A",
        "--no-check",
        "--quiet",
        FIREFOX_BRIDGE,
        JSON.stringify({
          firefox: lab.command(namespace, path),
          deno: lab.command(namespace, Deno.execPath()),
        }),
      ]),
  };
}
