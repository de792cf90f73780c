/**
 * Looks after the quality of a call: measures each connection, judges it,
 * divides the uplink among the members, and tells the views.
 *
 * @module
 */
import type { CallState } from "../call/call_state.ts";
import type { Clock } from "../clock.ts";
import type { Channel } from "../peer/connection.ts";
import { Store } from "../store.ts";
import { Beyond } from "./capacity_warning.ts";
import { isOfPicture } from "./fault_attribution.ts";
import { carryingOf } from "./call_capacity.ts";
import type { Reading } from "./connection_counters.ts";
import { DeviceLimit, isStrained } from "./device_limit.ts";
import { History } from "./quality_history.ts";
import { OFF } from "./resolution_ladder.ts";
import { Plan } from "./allotment_hysteresis.ts";
import { NO_QUALITY, type QualityState } from "./quality_state.ts";
import { limitsOf, type SendLimits, type Sources } from "./sender_limits.ts";
import {
  allottedKbps,
  type BudgetInput,
  divide,
  neededKbps,
  type Shown,
} from "./uplink_budget.ts";
import { UplinkEstimate } from "./uplink_estimate.ts";
import { ViewSizes } from "./requested_resolution.ts";

/** How often sizes are told and the plan is looked at. */
export const TICK_MS = 1_000;
/** How often connections are measured while the page is seen. */
export const SEEN_MS = 2_000;
/** How often they are measured while it is not. */
export const HIDDEN_MS = 10_000;
/** A camera that was just asked for has this long to come. */
export const PICTURE_WAIT_MS = 5_000;

const HUNG_MS = 30_000;

/** The part of a `Peer` that is used. */
export interface QualityPeer {
  reading(): Promise<Reading | null>;
  limit(limits: SendLimits): void;
}

/** What it needs from outside. */
export interface QualityOptions {
  readonly clock: Clock;
  readonly state: () => Pick<CallState, "participants">;
  /** Members whose media can flow. */
  readonly peers: () => ReadonlyMap<string, QualityPeer>;
  readonly camera: () => MediaStreamTrack | null;
  readonly sharesScreen: () => boolean;
  /** The call is larger than what is carried well; told once. */
  readonly onBeyond: () => void;
}

/** What the page around the call knows. */
export interface Surroundings {
  /** How large each member is seen here; nobody is listed who is not. */
  readonly shown: () => ReadonlyMap<string, Shown>;
  readonly isSeen: () => boolean;
  /** Cores of this device. */
  readonly cores: number;
}

const UNSEEN: Shown = { camera: 0, screen: 0 };

/** The quality of one call, from `start` to `stop`. */
export class Quality {
  /** What the views draw. */
  readonly store = new Store<QualityState>(NO_QUALITY);
  readonly #options: QualityOptions;
  readonly #sizes = new ViewSizes();
  readonly #uplink = new UplinkEstimate();
  readonly #device = new DeviceLimit();
  readonly #history = new History();
  readonly #plan = new Plan();
  readonly #beyond: Beyond;
  #around: Surroundings | null = null;
  #cancel: (() => void) | null = null;
  #measuredAtMs = -Infinity;
  #isMeasuring = false;

  constructor(options: QualityOptions) {
    this.#options = options;
    this.#beyond = new Beyond(options.onBeyond);
  }

  /** Knows the page from now on; without it, all are told the same. */
  surround(around: Surroundings): void {
    this.#around = around;
  }

  /** Takes the data channel to a member. */
  attach(id: string, channel: Channel): void {
    this.#sizes.attach(id, channel);
  }

  /** Begins. */
  start(): void {
    if (!this.#cancel) this.#tick();
  }

  /** Ends. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#history.keep(new Set());
    this.store.set(NO_QUALITY);
  }

  /** The page is seen again, or not any more: tells it without waiting. */
  wake(): void {
    if (this.#cancel) this.#look();
  }

  /** A camera or a screen came or went: divides anew without waiting. */
  changeTracks(): void {
    this.#plan.clear();
    this.wake();
  }

  #tick(): void {
    const { clock } = this.#options;
    this.#look();
    const isSeen = this.#around?.isSeen() ?? true;
    const dueMs = this.#measuredAtMs + (isSeen ? SEEN_MS : HIDDEN_MS);
    if (clock.nowMs() >= dueMs) void this.#measure();
    this.#cancel = clock.after(TICK_MS, () => this.#tick());
  }

  /** Tells how large members are seen, and gives what was divided. */
  #look(): void {
    const nowMs = this.#options.clock.nowMs();
    const shown = this.#around?.shown();
    const peers = this.#options.peers();
    if (shown) {
      for (const id of peers.keys()) {
        const { camera, screen } = shown.get(id) ?? UNSEEN;
        const most = this.#device.maxPx;
        this.#sizes.show(id, { camera: Math.min(camera, most), screen }, nowMs);
      }
    }
    const wanted = divide(this.#budget(peers));
    this.#plan.follow(wanted, (id) => this.#sizes.of(id), nowMs);
    const sources = this.#sources();
    for (const [id, peer] of peers) {
      const allotment = this.#plan.of(id);
      if (allotment) peer.limit(limitsOf(allotment, sources));
    }
  }

  #sources(): Sources {
    const camera = this.#options.camera();
    const { width = 0, height = 0 } = camera?.getSettings?.() ?? {};
    return {
      hasCamera: camera !== null,
      cameraPx: Math.max(width, height) || null,
      hasScreen: this.#options.sharesScreen(),
    };
  }

  #budget(peers: ReadonlyMap<string, QualityPeer>): BudgetInput {
    return {
      demands: [...peers.keys()].map((id) => ({
        id,
        shown: this.#sizes.of(id),
        capKbps: this.#uplink.capOf(id),
      })),
      uplinkKbps: this.#uplink.kbps,
      sendsCamera: this.#options.camera() !== null,
      sharesScreen: this.#options.sharesScreen(),
      maxCameraRung: this.#device.maxCameraRung,
    };
  }

  async #measure(): Promise<void> {
    const { clock, peers } = this.#options;
    const nowMs = clock.nowMs();
    // A report that hangs delays the next one, but does not end them.
    if (this.#isMeasuring && nowMs - this.#measuredAtMs < HUNG_MS) return;
    this.#measuredAtMs = nowMs;
    this.#isMeasuring = true;
    const readings = await Promise.all(
      [...peers()].map(async ([id, peer]) => ({
        id,
        reading: await peer.reading().catch(() => null),
      })),
    );
    this.#isMeasuring = false;
    if (!this.#cancel) return;
    for (const { id, reading } of readings) {
      if (reading) this.#history.add(id, reading, this.#expectsPicture(id));
    }
    this.#forget();
    this.#weigh(clock.nowMs());
  }

  #forget(): void {
    const { participants } = this.#options.state();
    const ids = new Set(participants.map(({ id }) => id));
    this.#history.keep(ids);
    this.#sizes.keep(ids);
  }

  #expectsPicture(id: string): boolean {
    const { clock, state } = this.#options;
    const info = state().participants.find((p) => p.id === id)?.info;
    const sinceMs = this.#sizes.askedSinceMs(id);
    return info?.cameraOff === false && sinceMs !== null &&
      clock.nowMs() - sinceMs >= PICTURE_WAIT_MS;
  }

  /** Draws conclusions from what was measured. */
  #weigh(nowMs: number): void {
    const peers = this.#options.peers();
    const last = [...peers.keys()].flatMap((id) => {
      const sample = this.#history.last(id);
      const given = this.#plan.of(id);
      return sample && given ? [{ id, sample, given }] : [];
    });
    const samples = last.map(({ sample }) => sample);
    const members = this.#history.view();
    const cores = this.#around?.cores ?? 1;
    const isSlow = isStrained(samples, cores) ||
      [...members.values()].some(({ finding, side }) =>
        side === "own" && finding !== null && isOfPicture(finding)
      );
    const highest = Math.max(OFF, ...last.map(({ given }) => given.camera));
    this.#device.update(isSlow, highest, nowMs);
    const needed = neededKbps(this.#budget(peers));
    this.#uplink.update(
      last.map(({ id, sample, given }) => ({
        id,
        availableKbps: sample.availableOutgoingKbps,
        sentKbps: sample.kbpsOut,
        lossOut: sample.lossOut,
        allottedKbps: allottedKbps(given),
      })),
      needed,
      nowMs,
    );
    const { kbps, isFull } = this.#uplink;
    const carrying = carryingOf({
      samples,
      uplinkKbps: kbps,
      isUplinkFull: isFull,
      cores,
      isDeviceStrained: isSlow,
      isDeviceHeld: this.#device.isHolding,
    });
    const isBeyond = this.#beyond.update(carrying, samples.length + 1, nowMs);
    const held = needed > kbps ? "network" : null;
    const heldBackBy = this.#device.isHolding ? "device" : held;
    this.store.set({ members, carrying, isBeyond, heldBackBy });
  }
}
