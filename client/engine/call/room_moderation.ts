/**
 * Lock, hosts and knocks of the room, and the requests of moderation. The
 * server decides on each request.
 *
 * @module
 */
import type {
  Knocker,
  ServerEvents,
  ServerMessage,
} from "../../../signaling/protocol.ts";
import type { StateSlice } from "../store.ts";
import { cleanDisplayName } from "../../../signaling/display_name.ts";
import type { RemoteMember } from "./remote_member.ts";
import type { NoticeKind, Notices } from "./notices.ts";

/** State of the room. */
export interface RoomState {
  readonly selfId: string;
  readonly isLocked: boolean;
  /** Ids of the hosts; empty before joining, and in a room without rules. */
  readonly hosts: readonly string[];
  readonly knocks: readonly Knocker[];
}

/** State before joining. */
export const UNKNOWN_ROOM: RoomState = {
  selfId: "",
  isLocked: false,
  hosts: [],
  knocks: [],
};

/** True when a member, by default ourselves, is a host. */
export function isHost(room: RoomState, id: string = room.selfId): boolean {
  return room.hosts.includes(id);
}

/** Most knocks to show; the limit of the server is lower. */
export const MAX_KNOCKS = 32;

/** Dependencies of {@linkcode RoomModeration}. */
export interface RoomModerationOptions {
  readonly state: StateSlice<RoomState>;
  readonly notices: Notices;
  readonly nameOf: (id: string) => string;
  /** Mutes the microphone; false when it was muted already. */
  readonly muteSelf: () => boolean;
  readonly send: (event: string, data?: unknown) => void;
}

/** Moderation of one room. */
export class RoomModeration {
  readonly #options: RoomModerationOptions;

  constructor(options: RoomModerationOptions) {
    this.#options = options;
  }

  /** Applies the state of a welcome. */
  applyWelcome({ id, locked, hosts, knocks }: ServerEvents["welcome"]): void {
    this.#set({ selfId: id, isLocked: locked, hosts, knocks: [] });
    for (const knocker of knocks) this.#addKnock(knocker);
  }

  /** Handles a message of the server; unrelated ones are ignored. */
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

  /** Locks or unlocks the room. */
  setLocked(isLocked: boolean): void {
    this.#options.send("lock", { locked: isLocked });
  }

  /** Admits or refuses a knock; it is removed when the server ends it. */
  answerKnock(id: string, isAdmitted: boolean): void {
    this.#options.send(isAdmitted ? "admit" : "refuse", { id });
  }

  /** Makes a member a host. */
  makeHost(id: string): void {
    this.#options.send("host", { id });
  }

  /** Asks the page of a member to mute. */
  muteMember(id: string): void {
    this.#options.send("mute", { id });
  }

  /** Asks the pages of all of these members that are not muted yet. */
  muteAll(members: readonly RemoteMember[]): void {
    for (const { id, info } of members) if (!info.muted) this.muteMember(id);
  }

  /** Removes a member; with a locked room it cannot rejoin without a knock. */
  removeMember(id: string, andLock: boolean): void {
    if (andLock) this.setLocked(true);
    this.#options.send("remove", { id });
  }

  /** Ends the room for everyone. */
  endRoom(): void {
    this.#options.send("end");
  }

  get #room(): RoomState {
    return this.#options.state.get();
  }

  #onRules({ locked, hosts }: ServerEvents["room"]): void {
    const previous = this.#room;
    this.#set({ isLocked: locked, hosts });
    if (locked !== previous.isLocked) {
      this.#notify(locked ? "room-locked" : "room-unlocked");
    }
    if (!isHost(previous) && isHost(this.#room)) this.#notify("now-host");
  }

  #addKnock({ id, name }: Knocker): void {
    const { knocks } = this.#room;
    if (knocks.length >= MAX_KNOCKS) return;
    if (knocks.some((knock) => knock.id === id)) return;
    this.#set({ knocks: [...knocks, { id, name: cleanDisplayName(name) }] });
  }

  #removeKnock(id: string): void {
    const { knocks } = this.#room;
    this.#set({ knocks: knocks.filter((knock) => knock.id !== id) });
  }

  #onMuted(by: string): void {
    const { muteSelf, notices, nameOf } = this.#options;
    if (muteSelf()) notices.post("muted-by", nameOf(by));
  }

  #notify(kind: NoticeKind): void {
    this.#options.notices.post(kind);
  }

  #set(part: Partial<RoomState>): void {
    this.#options.state.set(part);
  }
}
