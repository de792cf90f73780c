/** Random joins, knocks, losses, host messages and restarts: invariants at every step. @module */
import { KNOCK_COOLDOWN_MS } from "../../../../signaling/waiting_room/knock_quota.ts";
import { assert, assertEquals } from "@std/assert";
import {
  createClientInfo,
  FakeHub,
  type FakeSignalingClient,
  JoinRefusedError,
} from "../../../fakes/fake_hub.ts";
import type { Knock } from "../../../../signaling/waiting_room/knock.ts";
import type { Seat } from "../../../../signaling/room/seat.ts";

const room = "tea";
const STEPS = 4_000;
const LIMITS = {
  maxRoomMembers: 5,
  maxKnocksPerRoom: 4,
  maxKnocksPerAddress: 3,
  maxConnectionsPerIp: 50,
  resumeSeconds: 3,
  knockSeconds: 5,
};

/** Mulberry32: numbers in 0..1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

class World {
  hub = new FakeHub(LIMITS);
  /** Ids whose removal by a named host was confirmed. */
  readonly removed = new Set<string>();
  readonly seats: { seat: Seat; client: FakeSignalingClient }[] = [];
  readonly knocks: { knock: Knock; client: FakeSignalingClient }[] = [];
  readonly tokens: string[] = [];

  constructor(readonly random: () => number) {}

  pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.random() * list.length)];
  }

  /** An id of a member, a knock, or nobody. */
  id(): string {
    const ids = [...this.seats.map(({ seat }) => seat.id), "p9999"];
    return this.pick([...ids, ...this.knocks.map(({ knock }) => knock.id)]) ??
      "";
  }

  step(): void {
    const { hub } = this.hub;
    const { nowMs } = this.hub;
    const one = this.pick(this.seats);
    const waiting = this.pick(this.knocks);
    const acts: (() => void)[] = [
      () => this.join(null),
      () => this.join(null),
      () => this.join(this.pick(this.tokens) ?? null),
      () => one && hub.detachSeat(one.seat, one.client, "timeout", nowMs),
      () => one && hub.detachSeat(one.seat, one.client, "closed", nowMs),
      () => waiting && hub.detachKnock(waiting.knock, nowMs),
      () => this.hub.nowMs += 1_500,
      () => hub.sweep(nowMs),
      ...["lock", "admit", "refuse", "host", "mute", "remove", "leave"].map(
        (event) => () => this.say(one, event),
      ),
    ];
    if (this.random() < 0.02) this.say(one, "end");
    else if (this.random() < 0.005) this.restart();
    else this.pick(acts)?.();
  }

  restart(): void {
    const { locked } = this.hub.hub.rooms.get(room)?.rules ?? {};
    const hadMembers = this.hub.hub.seats.size > 0;
    this.hub = this.hub.restart();
    this.seats.length = this.knocks.length = 0;
    // The lock holds for a newcomer before any member is back.
    if (hadMembers) assertEquals(this.join(null), locked ? "knock" : "seat");
  }

  say(one: { seat: Seat } | undefined, event: string): void {
    if (!one || this.hub.hub.seats.get(one.seat.id) !== one.seat) return;
    if (one.seat.lostAtMs !== null) return;
    const data = { id: this.id(), locked: this.random() < 0.7 };
    this.hub.sendFromMember(one.seat, { event, data });
  }

  join(resume: string | null): "seat" | "knock" | "refused" {
    const address = this.pick(["192.0.2.1", "192.0.2.2"]) ?? "";
    try {
      const came = this.hub.joinOrKnock({
        room,
        resumeToken: resume,
        client: createClientInfo(address),
      });
      if ("seat" in came) {
        const { seat, client } = came;
        assert(!this.removed.has(seat.id), "a removed member came back");
        this.seats.push({ seat, client });
        return "seat";
      }
      const { knock, client } = came;
      this.knocks.push({ knock, client });
      if (this.random() < 0.8) {
        this.hub.sendFromKnocker(knock, {
          event: "knock",
          data: { name: "Cho" },
        });
      }
      return "knock";
    } catch (error) {
      if (!(error instanceof JoinRefusedError)) throw error;
      return "refused";
    }
  }

  /** Keeps the tokens that members received and drops closed clients. */
  settle(): void {
    for (const entry of [...this.knocks]) {
      const { knock, client } = entry;
      if (knock.seat) this.seats.push({ seat: knock.seat, client });
      if (knock.seat || client.closed || !this.isWaiting(knock)) {
        this.knocks.splice(this.knocks.indexOf(entry), 1);
      }
    }
    for (const entry of [...this.seats]) {
      for (const { data } of entry.client.takeMessages()) {
        const { resume, code } = Object(data);
        if (typeof resume === "string") this.tokens.push(resume);
        if (code === "removed") this.removed.add(entry.seat.id);
      }
      if (this.hub.hub.seats.get(entry.seat.id) !== entry.seat) {
        this.seats.splice(this.seats.indexOf(entry), 1);
      }
    }
    this.tokens.splice(0, this.tokens.length - 20);
  }

  isWaiting(knock: Knock): boolean {
    return this.hub.hub.rooms.get(room)?.knocks.get(knock.id) === knock;
  }

  check(): void {
    const tea = this.hub.hub.rooms.get(room);
    if (!tea) return assertEquals(this.hub.hub.seats.size, 0);
    const seats = [...tea.seats].map(({ id }) => id);
    // Without seats it exists only for knocks that wait after a restart.
    assert(seats.length > 0 || tea.control.awaitedUntilMs > 0);
    assert(seats.length <= LIMITS.maxRoomMembers);
    assertEquals(new Set(seats), new Set(this.hub.hub.seats.keys()));
    const { locked, hosts } = tea.rules;
    assert(hosts.length > 0 || seats.length === 0);
    assertEquals(hosts.filter((id) => !seats.includes(id)), []);
    assert(locked || tea.knocks.size === 0);
    assert(tea.knocks.size <= LIMITS.maxKnocksPerRoom);
    for (const { knock, client } of this.knocks) {
      const events = client.takeEventNames().filter((event) =>
        event !== "error"
      );
      assertEquals(events.filter((event) => event !== "locked"), []);
      assertEquals(knock.seat, null);
    }
  }
}

for (const seed of [1, 2, 3, 4, 5]) {
  Deno.test(`a room keeps its invariants through ${STEPS} random steps of seed ${seed}`, () => {
    const world = new World(randomOf(seed));
    for (let i = 0; i < STEPS; i++) {
      world.step();
      world.settle();
      world.check();
    }
    for (const { seat } of world.seats) {
      world.hub.hub.removeSeat(seat, "left", world.hub.nowMs);
    }
    world.hub.nowMs += 60_000;
    world.hub.hub.sweep(world.hub.nowMs);
    assertEquals(world.hub.hub.rooms.size, 0);
    // Knocks that this sweep ended count for a while.
    world.hub.nowMs += KNOCK_COOLDOWN_MS;
    // All quotas are released: the full number may knock again.
    const host = world.hub.join({ room });
    world.hub.sendFromMember(host.seat, {
      event: "lock",
      data: { locked: true },
    });
    for (const address of ["192.0.2.1", "192.0.2.2"]) {
      for (let i = 0; i < 2; i++) {
        world.hub.knock("Cho", { room, client: createClientInfo(address) });
      }
    }
  });
}
