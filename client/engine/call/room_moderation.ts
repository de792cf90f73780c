/**
 * The rules of the room as the server tells them, who knocks, and what this
 * person may ask of the server. The server decides; a page only asks.
 *
 * @module
 */
import type {
  Knocker,
  ServerEvents,
  ServerMessage,
} from "../../../signaling/protocol.ts";
import type { CallState } from "./call_state.ts";
import { cleanName } from "./member_profile.ts";
import type { Notices } from "./notices.ts";
import type { Store } from "../store.ts";

/** The room as the views show it. */
export interface RoomState {
  readonly selfId: string;
  readonly isLocked: boolean;
  /** Empty before the room was entered, and in a room without rules. */
  readonly hosts: readonly string[];
  readonly knocks: readonly Knocker[];
}

/** A room of which nothing is known yet. */
export const UNKNOWN_ROOM: RoomState = {
  selfId: "",
  isLocked: false,
  hosts: [],
  knocks: [],
};

/** True when a member, or this person, is a host. */
export function isHost(room: RoomState, id: string = room.selfId): boolean {
  return room.hosts.includes(id);
}

/** Knocks that are kept; the server has a lower limit of its own. */
export const MAX_KNOCKS = 32;

/** What the room needs of the call around it. */
export interface RoomModerationOptions {
  readonly store: Store<CallState>;
  readonly notices: Notices;
  readonly nameOf: (id: string) => string;
  /** Turns the microphone off; false when it was off. */
  readonly muteSelf: () => boolean;
  readonly send: (event: string, data?: unknown) => void;
}

/** Lock, door and hosts of the room that this page is in. */
export class RoomModeration {
  readonly #options: RoomModerationOptions;

  constructor(options: RoomModerationOptions) {
    this.#options = options;
  }

  /** The state that came with the seat. */
  applyWelcome({ id, locked, hosts, knocks }: ServerEvents["welcome"]): void {
    this.#set({ selfId: id, isLocked: locked, hosts, knocks: [] });
    for (const knocker of knocks) this.#addKnock(knocker);
  }

  /** Takes a message of the server's; others are passed over. */
  receiveMessage(message: ServerMessage): void {
    switch (message.event) {
      case "room":
        return this.#onRules(message.data);
      case "knock":
        return this.#addKnock(message.data);
      case "knock-ended":
        return this.#removeKnock(message.data.id);
      case "muted":
        return this.#onMuted(message.data.by);
      case "error":
        if (message.data.code === "room-full") this.#notify("nobody-fits");
    }
  }

  /** Closes the room to newcomers, or opens it. */
  setLocked(isLocked: boolean): void {
    this.#options.send("lock", { locked: isLocked });
  }

  /** Lets in who knocks, or turns it away; the server says what came of it. */
  answerKnock(id: string, isAdmitted: boolean): void {
    this.#options.send(isAdmitted ? "admit" : "refuse", { id });
  }

  /** Makes a member a host. */
  makeHost(id: string): void {
    this.#options.send("host", { id });
  }

  /** Asks a member's page to mute. */
  muteMember(id: string): void {
    this.#options.send("mute", { id });
  }

  /** Puts a member out; locked, so that it cannot come straight back. */
  removeMember(id: string, andLock: boolean): void {
    if (andLock) this.setLocked(true);
    this.#options.send("remove", { id });
  }

  /** Ends the room for everyone. */
  endRoom(): void {
    this.#options.send("end");
  }

  get #room(): RoomState {
    return this.#options.store.get().room;
  }

  #onRules({ locked, hosts }: ServerEvents["room"]): void {
    const was = this.#room;
    this.#set({ isLocked: locked, hosts });
    if (locked !== was.isLocked) {
      this.#notify(locked ? "room-locked" : "room-unlocked");
    }
    if (!isHost(was) && isHost(this.#room)) this.#notify("now-host");
  }

  #addKnock({ id, name }: Knocker): void {
    const { knocks } = this.#room;
    if (knocks.length >= MAX_KNOCKS) return;
    if (knocks.some((knock) => knock.id === id)) return;
    this.#set({ knocks: [...knocks, { id, name: cleanName(name) }] });
  }

  #removeKnock(id: string): void {
    const { knocks } = this.#room;
    this.#set({ knocks: knocks.filter((knock) => knock.id !== id) });
  }

  #onMuted(by: string): void {
    const { muteSelf, notices, nameOf } = this.#options;
    if (muteSelf()) notices.post("muted-by", nameOf(by));
  }

  #notify(kind: Parameters<Notices["post"]>[0]): void {
    this.#options.notices.post(kind);
  }

  #set(part: Partial<RoomState>): void {
    this.#options.store.set({ room: { ...this.#room, ...part } });
  }
}
