/**
 * Detects within two seconds that nothing arrives from a member, long before
 * the browser reports a lost connection, and that something arrives again.
 * Pings are messages `{ kind: "ping" }`, answered at once by
 * `{ kind: "pong" }`: a page in the background answers in time too, since
 * browsers delay its timers and not its messages.
 *
 * @module
 */
import { retainKeys } from "../retain_keys.ts";
import type { Clock } from "../clock.ts";
import type {
  ChannelHandler,
  SendChannelMessage,
} from "../peer/channel_multiplexer.ts";
import type { PathActivity } from "../peer/path_activity.ts";
import { type Liveness, PeerLiveness } from "../peer/peer_liveness.ts";

/** The part of `RemotePeer` that is used. */
export interface MonitoredPeer {
  readActivity(): Promise<PathActivity | null>;
  setLiveness(liveness: Liveness): void;
}

/** Dependencies of {@linkcode LivenessMonitor}. */
export interface LivenessMonitorOptions {
  readonly clock: Clock;
  /** All members. */
  readonly peers: () => ReadonlyMap<string, MonitoredPeer>;
  readonly send: SendChannelMessage;
  /** A member stalled, or something arrives from it again. */
  readonly onChange: () => void;
}

/** Interval for looking at each member. */
export const LIVENESS_TICK_MS = 250;
/** Silence after which a member is pinged. */
export const PING_SILENCE_MS = 400;
/** Pings without an answer after which no more are sent: a channel repeats lost ones. */
export const MAX_UNANSWERED_PINGS = 4;
/** A tick this late means that our own page was not running. */
export const LATE_TICK_MS = 600;
/** How long a message proves that the network works. */
export const EVIDENCE_MS = 3_000;

const MAX_PING_CHARS = 64;

interface MonitoredMember {
  readonly policy: PeerLiveness;
  liveness: Liveness;
  unansweredPings: number;
  isReading: boolean;
}

/** Monitor of one call, from `start` to `stop`. */
export class LivenessMonitor {
  /** Handlers of the channel messages. */
  readonly handlers: Readonly<Record<"ping" | "pong", ChannelHandler>>;
  readonly #options: LivenessMonitorOptions;
  readonly #members = new Map<string, MonitoredMember>();
  #cancelTick: (() => void) | null = null;
  #tickedAtMs = 0;

  constructor(options: LivenessMonitorOptions) {
    this.#options = options;
    const handler = (onReceive: (peerId: string) => void): ChannelHandler => ({
      maxChars: MAX_PING_CHARS,
      receive: (peerId) => {
        this.#members.get(peerId)?.policy.onPingOrPong();
        onReceive(peerId);
      },
      onChannelOpen: () => {},
    });
    this.handlers = {
      ping: handler((peerId) => options.send(peerId, { kind: "pong" })),
      pong: handler(() => {}),
    };
  }

  /** Begins to ping. */
  start(): void {
    if (this.#cancelTick) return;
    this.#tickedAtMs = this.#options.clock.nowMs();
    this.#tick();
  }

  /** Ends, and forgets all members. */
  stop(): void {
    this.#cancelTick?.();
    this.#cancelTick = null;
    this.#members.clear();
  }

  /** A message of any kind arrived from a member. */
  onMessage(peerId: string): void {
    const member = this.#members.get(peerId);
    if (!member) return;
    member.policy.onMessage(this.#options.clock.nowMs());
    member.unansweredPings = 0;
    this.#update(peerId, member);
  }

  /** True when something arrived from any member in the last seconds. */
  get hasEvidence(): boolean {
    const sinceMs = this.#options.clock.nowMs() - EVIDENCE_MS;
    return [...this.#members.values()].some(({ liveness, policy }) =>
      liveness === "alive" && policy.heardAtMs > sinceMs
    );
  }

  #tick(): void {
    const { clock, peers } = this.#options;
    const nowMs = clock.nowMs();
    const isLate = nowMs - this.#tickedAtMs >= LIVENESS_TICK_MS + LATE_TICK_MS;
    this.#tickedAtMs = nowMs;
    const current = peers();
    retainKeys(this.#members, current);
    for (const [id, peer] of current) {
      const member = this.#members.get(id) ?? this.#add(id, nowMs);
      // Counters that take so long show a slow device, not a lost path.
      const isSlow = member.isReading && !member.policy.isConfirmed;
      if (isLate || isSlow) member.policy.excuseSilence(nowMs);
      this.#ping(id, member, nowMs);
      if (member.policy.needsActivity(nowMs)) {
        void this.#readActivity(id, peer, member);
      }
      this.#update(id, member);
    }
    this.#cancelTick = clock.after(LIVENESS_TICK_MS, () => this.#tick());
  }

  #add(id: string, nowMs: number): MonitoredMember {
    const member: MonitoredMember = {
      policy: new PeerLiveness(nowMs),
      liveness: "unknown",
      unansweredPings: 0,
      isReading: false,
    };
    this.#members.set(id, member);
    return member;
  }

  #ping(id: string, member: MonitoredMember, nowMs: number): void {
    const silenceMs = nowMs - member.policy.heardAtMs;
    if (silenceMs < PING_SILENCE_MS) return;
    if (member.unansweredPings >= MAX_UNANSWERED_PINGS) return;
    if (this.#options.send(id, { kind: "ping" })) member.unansweredPings++;
  }

  async #readActivity(
    id: string,
    peer: MonitoredPeer,
    member: MonitoredMember,
  ): Promise<void> {
    if (member.isReading) return;
    member.isReading = true;
    const activity = await peer.readActivity().catch(() => null);
    member.isReading = false;
    if (!activity || this.#members.get(id) !== member) return;
    member.policy.applyActivity(activity, this.#options.clock.nowMs());
    this.#update(id, member);
  }

  #update(id: string, member: MonitoredMember): void {
    const { clock, peers, onChange } = this.#options;
    const before = member.liveness;
    const liveness = member.policy.update(clock.nowMs());
    if (liveness === before) return;
    member.liveness = liveness;
    // Pings of before may be lost together with their data channel.
    if (liveness === "alive") member.unansweredPings = 0;
    peers().get(id)?.setLiveness(liveness);
    if (before !== "unknown") onChange();
  }
}
