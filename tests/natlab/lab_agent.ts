/**
 * Control of an agent in a network namespace.
 *
 * @module
 */
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { TransportAddress } from "../../server/net/ip_address.ts";
import type { AgentCommand, AgentCredential } from "./agent.ts";
import type { NetworkLab } from "./namespaces.ts";

const PROGRAM = fileURLToPath(new URL("agent.ts", import.meta.url));

/** Time for a packet or answer that must come, on a busy machine. */
const PATIENCE_MS = 30_000;

/** A seat that an agent has opened. */
export interface LabSeat extends AgentCredential {
  readonly seat: number;
  /** Token to resume it. */
  readonly resume: string;
}

/** An allocation of an agent. */
export interface LabClient {
  readonly number: number;
  readonly relayed: TransportAddress;
  /** Address of the client as the server sees it. */
  readonly mapped: TransportAddress;
}

/** One agent. */
export class LabAgent {
  readonly #input: WritableStream<Uint8Array>;
  readonly #lines: AsyncIterator<string>;

  constructor(lab: NetworkLab, namespace: string) {
    const child = lab.spawn(namespace, [
      "run",
      "-A",
      "--no-check",
      "--quiet",
      "--unsafely-ignore-certificate-errors",
      PROGRAM,
    ]);
    this.#input = child.stdin;
    // deno-lint-ignore no-explicit-any -- the two types of web streams
    const input = Readable.fromWeb(child.stdout as any);
    this.#lines = createInterface({ input })[Symbol.asyncIterator]();
  }

  async join(url: string): Promise<LabSeat> {
    return await this.#execute({ do: "join", url }) as LabSeat;
  }

  async signal({ seat }: LabSeat, address: string): Promise<void> {
    await this.#execute({ do: "signal", seat, address });
  }

  async allocate(
    { username, password }: AgentCredential,
    local: string,
    server: TransportAddress,
  ): Promise<LabClient> {
    const command = { do: "allocate", local, server, username, password };
    return await this.#execute(command as AgentCommand) as LabClient;
  }

  async allocateThrough(
    { number }: LabClient,
    { username, password }: AgentCredential,
    server: TransportAddress,
  ): Promise<unknown> {
    return await this.#execute({
      do: "allocateThrough",
      client: number,
      server,
      username,
      password,
    });
  }

  async permit(
    { number }: LabClient,
    peer: TransportAddress,
  ): Promise<unknown> {
    return await this.#execute({ do: "permit", client: number, peer });
  }

  async send(
    { number }: LabClient,
    peer: TransportAddress,
    text: string,
  ): Promise<void> {
    await this.#execute({ do: "send", client: number, peer, text });
  }

  async serve(address: TransportAddress): Promise<{ readonly number: number }> {
    return { number: await this.#execute({ do: "serve", address }) as number };
  }

  async received(
    { number }: { readonly number: number },
  ): Promise<readonly string[]> {
    const command = { do: "received", from: number } as const;
    return await this.#execute(command) as string[];
  }

  /** Sends until the other agent has received the text. */
  async sendUntilReceived(
    client: LabClient,
    peer: TransportAddress,
    text: string,
    receiver: readonly [LabAgent, { readonly number: number }],
  ): Promise<void> {
    const [agent, service] = receiver;
    const deadline = performance.now() + PATIENCE_MS;
    while (!(await agent.received(service)).includes(text)) {
      if (performance.now() > deadline) throw new Error(`${text} is lost`);
      await this.send(client, peer, text);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async #execute(command: AgentCommand): Promise<unknown> {
    const line = `${JSON.stringify(command)}\n`;
    const writer = this.#input.getWriter();
    await writer.write(new TextEncoder().encode(line));
    writer.releaseLock();
    const { value } = await this.#lines.next();
    const answer = JSON.parse(value ?? '{ "failed": "The agent has ended" }');
    if ("failed" in answer) throw new Error(`${command.do}: ${answer.failed}`);
    return answer.result;
  }
}
