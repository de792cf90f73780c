/**
 * Keeps the visit in storage up to date while there is a seat.
 *
 * @module
 */
import type { ConnectionGenerations } from "../peer/connection_generations.ts";
import type { Store } from "../store.ts";
import type { CallState } from "./call_state.ts";
import type { Visit, VisitStore } from "./visit.ts";

/** Dependencies of {@linkcode VisitKeeper}. */
export interface VisitKeeperOptions {
  readonly roomName: string;
  readonly store: Store<CallState>;
  readonly visits: VisitStore;
  readonly generations: ConnectionGenerations;
}

/** Keeper of one visit. */
export class VisitKeeper {
  readonly #options: VisitKeeperOptions;
  #token: string | null = null;

  constructor(options: VisitKeeperOptions) {
    this.#options = options;
    options.generations.onGrowth = () => this.save();
  }

  /** The visit as it is now, or null without a seat. */
  get visit(): Visit | null {
    const { roomName, store, generations } = this.#options;
    const { room: { selfId }, self, volumes } = store.get();
    if (this.#token === null || selfId === "") return null;
    return {
      room: roomName,
      id: selfId,
      resume: this.#token,
      generation: generations.highest,
      name: self.name,
      muted: self.muted,
      cameraOff: self.cameraOff,
      volumes,
    };
  }

  /** Our seat has this token from now on. */
  setToken(token: string | null): void {
    this.#token = token;
    this.save();
  }

  /** Something of the visit changed. */
  save(): void {
    const { visit } = this;
    if (visit) this.#options.visits.save(visit);
  }

  /** Ends keeping; what is stored stays for a reload. */
  stop(): void {
    this.#token = null;
  }

  /** The visit cannot be continued. */
  discard(): void {
    this.stop();
    this.#options.visits.clear();
  }
}
