/**
 * Servers and browsers that the tests of one file share: started before the
 * first test, ended after the last one.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Browser } from "./packages.ts";
import {
  type Devices,
  launchChromium,
  launchFirefox,
  launchOldChromium,
} from "./browser.ts";
import { testCertificates, testKeyHash } from "./certificates.ts";
import { VirtualDisplay } from "./virtual_display.ts";
import { ServerProcess } from "./server_process.ts";

/** Settings of a server; a function where making them needs permissions. */
export type Settings =
  | Readonly<Record<string, string>>
  | (() => Readonly<Record<string, string>>);

/** Starts a server with the certificates of the run. */
export async function startServer(env: Settings = {}): Promise<ServerProcess> {
  return await ServerProcess.start({
    env: typeof env === "function" ? env() : env,
    certificates: await testCertificates(),
  });
}

/** The equipment of one file. Everything is asked for before `start()`. */
export class SharedEquipment {
  readonly #settings = new Set<Settings>();
  readonly #devices = new Set<Devices>();
  readonly #servers = new Map<Settings, ServerProcess>();
  readonly #browsers = new Map<Devices, Browser>();
  #needsFirefox = false;
  #needsDisplay = false;
  #display: VirtualDisplay | undefined;
  #firefox: Browser | undefined;
  #needsOldChromium = false;
  #oldChromium: Browser | undefined;

  /** Asks for a server; the same object of settings is the same server. */
  needServer(env: Settings): void {
    this.#settings.add(env);
  }

  /** Asks for a Chromium with these devices. */
  needChromium(devices: Devices): void {
    this.#devices.add(devices);
  }

  /** Asks for a Firefox, with a display where it needs WebGL. */
  needFirefox(hasDisplay: boolean): void {
    this.#needsFirefox = true;
    this.#needsDisplay ||= hasDisplay;
  }

  /** Asks for a Chromium 110. */
  needOldChromium(): void {
    this.#needsOldChromium = true;
  }

  /** The running server with these settings. */
  server(env: Settings): ServerProcess {
    return running(this.#servers.get(env), "server");
  }

  /** The running Chromium with these devices. */
  chromium(devices: Devices): Browser {
    return running(this.#browsers.get(devices), "Chromium");
  }

  /** The Firefox, where it was asked for. */
  get firefox(): Browser | undefined {
    return this.#firefox;
  }

  /** The Chromium 110, where it was asked for. */
  get oldChromium(): Browser | undefined {
    return this.#oldChromium;
  }

  /** Starts what was asked for, all of it or nothing. */
  async start(): Promise<void> {
    try {
      await this.#startAll();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Ends everything; throws when a server does not end as it should. */
  async stop(): Promise<void> {
    await this.#firefox?.close();
    this.#firefox = undefined;
    await this.#display?.[Symbol.asyncDispose]();
    this.#display = undefined;
    await this.#oldChromium?.close();
    this.#oldChromium = undefined;
    for (const browser of this.#browsers.values()) await browser.close();
    this.#browsers.clear();
    const codes: number[] = [];
    for (const server of this.#servers.values()) {
      codes.push(await server.stop());
      await server[Symbol.asyncDispose]();
    }
    this.#servers.clear();
    assertEquals(codes, codes.map(() => 0), "Exit codes of the servers");
  }

  async #startAll(): Promise<void> {
    for (const env of this.#settings) {
      this.#servers.set(env, await startServer(env));
    }
    for (const devices of this.#devices) {
      const browser = await launchChromium(devices, await testKeyHash());
      this.#browsers.set(devices, browser);
    }
    if (this.#needsDisplay) this.#display = await VirtualDisplay.start();
    if (this.#needsFirefox) {
      this.#firefox = await launchFirefox(undefined, this.#display?.name);
    }
    if (this.#needsOldChromium) {
      const key = await testKeyHash();
      this.#oldChromium = await launchOldChromium("small", key);
    }
  }
}

function running<T>(found: T | undefined, what: string): T {
  if (!found) throw new TypeError(`Cannot use a ${what}: not asked for`);
  return found;
}
