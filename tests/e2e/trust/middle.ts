/**
 * A server in the middle of two members: it changes their signaling so that
 * each connects to it, in the name of the other.
 *
 * @module
 */
import { asRecord, type UnknownRecord } from "../../../client/engine/json.ts";
import type { CallPage } from "../harness/call_page.ts";
import type { Page } from "../harness/packages.ts";

/** What the attacker does with proofs. */
export type ProofHandling =
  /** Leaves those of the true descriptions beside the changed ones. */
  | "kept"
  /** Removes them from the descriptions. */
  | "stripped"
  /** Removes them from everything. */
  | "stripped everywhere";

/** What arrived at the attacker from one member. */
export interface Overheard {
  readonly frames: number;
  readonly energy: number;
}

type Side = "caller" | "callee";
type Route = Parameters<Parameters<Page["routeWebSocket"]>[1]>[0];

/** An attacker between two members. */
export class Middle {
  readonly #page: Page;
  readonly #proofs: ProofHandling;
  /** Work of one message after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(page: Page, proofs: ProofHandling) {
    this.#page = page;
    this.#proofs = proofs;
  }

  /** Opens the page of the attacker. */
  static async open(page: CallPage, proofs: ProofHandling): Promise<Middle> {
    const script = new URL("middle_page.js", import.meta.url);
    await page.page.goto("about:blank");
    await page.page.evaluate(await Deno.readTextFile(script));
    return new Middle(page.page, proofs);
  }

  /** Puts the attacker between a page and the server, before it joins. */
  async intercept({ page }: CallPage, side: Side): Promise<void> {
    await page.routeWebSocket(/\/socket/, (client) => {
      const server = client.connectToServer();
      client.onMessage((text) => {
        for (const line of String(text).split("\n")) {
          this.#queue = this.#queue.then(() => this.#pass(side, server, line));
        }
      });
    });
  }

  /** What arrived from caller and callee. */
  async overheard(): Promise<readonly Overheard[]> {
    return await this.#page.evaluate<Overheard[]>("maruMiddle.overheard()");
  }

  async #pass(side: Side, server: Route, line: string): Promise<void> {
    const message = asRecord(JSON.parse(line)) ?? {};
    const data = asRecord(message.data) ?? {};
    const send = (changed: UnknownRecord) =>
      server.send(JSON.stringify({ ...message, data: changed }));
    if (message.event === "candidate") {
      const { candidate } = data;
      return await this.#call("candidate", { side, candidate });
    }
    if (message.event === "description") {
      const { proof, ...rest } = data;
      const { type } = asRecord(data.description) ?? {};
      const description = await this.#call(String(type), data.description);
      const kept = this.#proofs === "kept" && proof ? { proof } : {};
      return send({ ...rest, description, ...kept });
    }
    const isStripped = this.#proofs === "stripped everywhere" &&
      message.event === "info";
    if (!isStripped) return server.send(line);
    const { proof: _, ...info } = data;
    send(info);
  }

  async #call<T>(name: string, argument: unknown): Promise<T> {
    const text = JSON.stringify(argument);
    return await this.#page.evaluate<T>(`maruMiddle.${name}(${text})`);
  }
}
