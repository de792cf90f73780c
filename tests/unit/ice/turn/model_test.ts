import { assertEquals } from "@std/assert";
import { createSeededRandom } from "../../../fakes/seeded_random.ts";
import {
  encodeText,
  type FakeTurnClient,
  TurnWorld,
} from "../../../fakes/turn_world.ts";

/**
 * Random operations on a TurnServer and on a model of it: a few maps with expiry
 * times, without messages.
 */
interface ModelClient {
  /** Unix milliseconds at which the allocation ends; 0 when there is none. */
  expiresMs: number;
  /** By peer index. */
  permissions: Map<number, number>;
  /** By channel number: peer index and expiry. */
  channels: Map<number, { peer: number; expiresMs: number }>;
}

const PEERS = 3;
const CHANNELS = [0x4000, 0x4001, 0x4002];

function peerAt(index: number): { hostname: string; port: number } {
  return { hostname: `192.0.2.${index + 1}`, port: 5000 };
}

function createModel(): ModelClient {
  return { expiresMs: 0, permissions: new Map(), channels: new Map() };
}

class ModelRun {
  readonly world = new TurnWorld();
  readonly clients: FakeTurnClient[];
  readonly models = [createModel(), createModel(), createModel()];
  readonly trace: string[] = [];

  constructor(readonly next: (below: number) => number) {
    this.clients = this.models.map((_, index) =>
      this.world.createClient(`u${index}`)
    );
  }

  step(): void {
    const index = this.next(this.clients.length);
    const client = this.clients[index];
    const state = this.models[index];
    if (!client || !state) return;
    const now = this.world.nowMs;
    if (state.expiresMs <= now) Object.assign(state, createModel());
    const isLive = state.expiresMs > now;
    switch (this.next(8)) {
      case 0:
        return this.allocate(client, state, isLive);
      case 1:
        return this.refresh(client, state, isLive);
      case 2:
        return this.permit(client, state, isLive);
      case 3:
        return this.bind(client, state, isLive);
      case 4:
        return this.indicate(client, state, isLive);
      case 5:
        return this.channelData(client, state, isLive);
      case 6:
        return this.fromPeer(client, state, isLive);
      default:
        return this.wait();
    }
  }

  allocate(client: FakeTurnClient, state: ModelClient, isLive: boolean): void {
    client.requestNonce();
    const isExpired = this.world.nowMs >= 1_700_000_000_000 + 3_600_000;
    const expected = isLive ? 437 : isExpired ? 401 : null;
    this.expect("allocate", client.allocate().error, expected);
    if (expected === null) state.expiresMs = this.world.nowMs + 600_000;
  }

  refresh(client: FakeTurnClient, state: ModelClient, isLive: boolean): void {
    client.requestNonce();
    const seconds = [0, 600, 3600][this.next(3)] ?? 0;
    const { error } = client.refresh(seconds);
    this.expect(`refresh ${seconds}`, error, isLive ? null : 437);
    if (!isLive) return;
    if (seconds === 0) Object.assign(state, createModel());
    else state.expiresMs = this.world.nowMs + seconds * 1000;
  }

  permit(client: FakeTurnClient, state: ModelClient, isLive: boolean): void {
    client.requestNonce();
    const peer = this.next(PEERS);
    const error = client.createPermission(peerAt(peer));
    this.expect(`permit ${peer}`, error, isLive ? null : 437);
    if (isLive) state.permissions.set(peer, this.world.nowMs + 300_000);
  }

  bind(client: FakeTurnClient, state: ModelClient, isLive: boolean): void {
    client.requestNonce();
    const now = this.world.nowMs;
    const peer = this.next(PEERS);
    const number = CHANNELS[this.next(CHANNELS.length)] ?? 0;
    const bindings = [...state.channels].filter(([, c]) => c.expiresMs > now);
    const isTaken = bindings.some(([n, c]) =>
      (n === number) !== (c.peer === peer)
    );
    const error = client.bindChannel(number, peerAt(peer));
    const expected = !isLive ? 437 : isTaken ? 400 : null;
    this.expect(`bind ${number} ${peer}`, error, expected);
    if (expected !== null) return;
    state.channels.set(number, { peer, expiresMs: now + 600_000 });
    state.permissions.set(peer, now + 300_000);
  }

  indicate(client: FakeTurnClient, state: ModelClient, isLive: boolean): void {
    const peer = this.next(PEERS);
    const isRelayed = isLive && this.isPermitted(state, peer);
    const before = this.sent();
    client.sendIndication(peerAt(peer), encodeText("x"));
    this.expect(`indicate ${peer}`, this.sent() - before, isRelayed ? 1 : 0);
  }

  channelData(
    client: FakeTurnClient,
    state: ModelClient,
    isLive: boolean,
  ): void {
    const number = CHANNELS[this.next(CHANNELS.length)] ?? 0;
    const channel = state.channels.get(number);
    const isRelayed = isLive && (channel?.expiresMs ?? 0) > this.world.nowMs;
    const before = this.sent();
    client.sendChannelData(number, encodeText("x"));
    this.expect(`channel ${number}`, this.sent() - before, isRelayed ? 1 : 0);
  }

  fromPeer(client: FakeTurnClient, state: ModelClient, isLive: boolean): void {
    const peer = this.next(PEERS);
    const port = client.allocation?.relayedAddresses[0]?.address.port ?? 0;
    const channel = [...state.channels].find(([, c]) =>
      c.peer === peer && c.expiresMs > this.world.nowMs
    );
    const isRelayed = isLive && this.isPermitted(state, peer);
    client.inbox.length = 0;
    this.world.receiveFromPeer(port, peerAt(peer), encodeText("y"));
    const [first] = client.inbox.splice(0);
    const actual = first && (((first[0] ?? 0) << 8) | (first[1] ?? 0));
    const expected = isRelayed ? channel?.[0] ?? 0x0017 : undefined;
    this.expect(`from ${peer}`, actual, expected);
  }

  wait(): void {
    this.world.nowMs += [1, 1000, 100_000, 299_999, 300_000][this.next(5)] ?? 0;
    if (this.next(2)) this.world.server.sweep(this.world.nowMs);
  }

  isPermitted(state: ModelClient, peer: number): boolean {
    return (state.permissions.get(peer) ?? 0) > this.world.nowMs;
  }

  sent(): number {
    return this.world.relaySockets.reduce(
      (sum, socket) => sum + socket.sent.length,
      0,
    );
  }

  expect(operation: string, actual: unknown, expected: unknown): void {
    this.trace.push(`${operation} at ${this.world.nowMs}`);
    assertEquals(actual, expected, this.trace.slice(-20).join("\n"));
  }
}

for (let seed = 1; seed <= 40; seed++) {
  Deno.test(`TurnServer behaves like its model for operations from seed ${seed}`, () => {
    const run = new ModelRun(createSeededRandom(seed * 7919));
    for (let step = 0; step < 250; step++) run.step();
    run.world.nowMs += 3_600_000;
    run.world.server.sweep(run.world.nowMs);
    assertEquals(run.world.server.usage, {
      allocations: 0,
      relayedAddresses: 0,
    });
    assertEquals(run.world.relaySockets.some((socket) => socket.isOpen), false);
  });
}
