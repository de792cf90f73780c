/**
 * How a page enters the call: as a newcomer, into the seat that this tab had
 * before a reload, or in place of another tab of this browser.
 *
 * @module
 */
import type { Call } from "../engine/call/call.ts";
import type { CallState, ChatLine } from "../engine/call/call_state.ts";
import type { Visit } from "../engine/call/visit.ts";
import type { Store } from "../engine/store.ts";
import type { TabSeats } from "../platform/tab_seats.ts";
import { loadPanels } from "../view/call/use_panel_module.ts";
import type { TabStorage } from "../platform/tab_storage.ts";

/** Dependencies of {@linkcode CallEntrance}. */
export interface CallEntranceOptions {
  readonly room: string;
  readonly call: Call;
  readonly store: Store<CallState>;
  readonly storage: TabStorage;
  readonly seats: TabSeats;
  readonly wait: (ms: number) => Promise<void>;
  /** Resolves when connections may be made. */
  readonly whenReady: () => Promise<void>;
}

/**
 * Pause before a seat counts as that of another tab: the page before a reload
 * may still hold it.
 */
const RELOAD_PAUSE_MS = 250;
const RELOAD_PAUSES = 4;

/** Entrance of one page. */
export class CallEntrance {
  readonly #options: CallEntranceOptions;
  #visit: Visit | null;
  #chat: readonly ChatLine[] = [];
  #otherTabIds: readonly string[] = [];
  /** Loaded in the lobby: a join has no time for it. */
  #reports: Promise<typeof import("./report_connections.ts") | null> | null =
    null;

  constructor(options: CallEntranceOptions) {
    this.#options = options;
    const { room, storage, store } = options;
    this.#visit = storage.loadVisit(room);
    if (!this.#visit) return;
    this.#chat = storage.loadChat(room);
    store.set({ entry: "return" });
  }

  /** The visit that this tab continues, or null. */
  get visit(): Visit | null {
    return this.#visit;
  }

  /** Keeps the conversation and the seat of this tab up to date. */
  start(): void {
    const { room, call, store, storage, seats } = this.#options;
    let chat = store.get().chat;
    store.subscribe((state) => {
      const isJoined = state.phase === "joined";
      seats.hold(isJoined && state.room.selfId ? state.room.selfId : null);
      if (isJoined && state.chat !== chat) storage.saveChat(room, state.chat);
      chat = state.chat;
    });
    seats.onRequest(() => {
      const { visit } = call;
      if (!visit) return null;
      call.giveUpSeat();
      return { visit, chat: store.get().chat };
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.lookForOtherTabs();
    });
    void this.lookForOtherTabs();
    void this.#prepare();
  }

  /** Opens what joining needs, again when the person acts after it was closed. */
  async #prepare(): Promise<void> {
    const { call, whenReady } = this.#options;
    await whenReady();
    call.prepareJoin();
    // A join has no time for them, and the call goes on without.
    void loadPanels().catch(() => {});
    this.#reports = import("./report_connections.ts").catch(() => null);
    for (const type of ["pointerover", "keydown", "focusin"]) {
      document.addEventListener(type, () => call.prepareJoin());
    }
  }

  /** Notices other tabs in this call while the lobby is open. */
  async lookForOtherTabs(): Promise<void> {
    const { seats, store, wait } = this.#options;
    for (let pauses = 0;; pauses++) {
      this.#otherTabIds = await seats.heldElsewhere();
      const id = this.#visit?.id;
      if (!id || !this.#otherTabIds.includes(id)) break;
      // A duplicated tab has a copy of the visit, which is not its own.
      if (pauses === RELOAD_PAUSES) this.#forgetVisit();
      else await wait(RELOAD_PAUSE_MS);
    }
    if (store.get().phase !== "lobby") return;
    const isOther = this.#otherTabIds.length > 0;
    const entry = this.#visit ? "return" : isOther ? "other-tab" : "new";
    if (store.get().entry !== entry) store.set({ entry });
  }

  /** Enters, unless another tab is in the call: then the page asks first. */
  async join(name: string): Promise<void> {
    const { store, whenReady } = this.#options;
    await Promise.all([this.lookForOtherTabs(), whenReady()]);
    if (store.get().entry !== "other-tab") this.#enter(name);
  }

  /** Enters as one more member. */
  async joinBesideOtherTab(name: string): Promise<void> {
    await this.#options.whenReady();
    this.#enter(name);
  }

  /** Enters in place of another tab. */
  async replaceOtherTab(name: string): Promise<void> {
    const { seats, storage, room, whenReady } = this.#options;
    await Promise.all([this.lookForOtherTabs(), whenReady()]);
    const [id] = this.#otherTabIds;
    const handedOver = id === undefined ? null : await seats.takeOver(id);
    if (handedOver) {
      this.#visit = handedOver.visit;
      this.#chat = handedOver.chat;
      storage.saveChat(room, handedOver.chat);
    }
    this.#enter(name);
  }

  #enter(name: string): void {
    const { call } = this.#options;
    const joinedAtMs = performance.now();
    call.continueVisit(this.#visit);
    if (this.#visit) call.restoreChat(this.#chat);
    call.join(name);
    void this.#reports?.then((module) =>
      module?.reportConnections(this.#options, joinedAtMs)
    );
  }

  #forgetVisit(): void {
    this.#visit = null;
    this.#options.storage.clear();
  }
}
