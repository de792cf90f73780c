/**
 * A room, as the application sees it.
 *
 * @module
 */
import type { DepartureReason } from "../engine/call/members.ts";
import type { RosterState } from "../engine/call/remote_member.ts";
import type { LibraryPlatform } from "./library_platform.ts";
import type {
  Channel,
  ChannelOptions,
  JoinOptions,
  MediaSource,
  Member,
  Room,
  RoomState,
} from "./maru.d.ts";
import { MaruError } from "./maru_error.ts";
import { OwnMedia } from "./own_media.ts";
import type { RoomAddress } from "./room_address.ts";
import { RoomCall, type RoomCallEvents } from "./room_call.ts";
import { RoomChannels } from "./room_channels.ts";
import { RoomMember } from "./room_member.ts";

/** Why the visit is over, for the application. */
const LEAVE_REASONS = {
  left: "left",
  lost: "lost",
  kicked: "removed",
} as const;
/** Errors of devices that are kept until there is a handler. */
const MAX_KEPT_ERRORS = 4;

/** Dependencies of {@linkcode JoinedRoom}. */
export interface JoinedRoomOptions {
  readonly platform: LibraryPlatform;
  readonly address: RoomAddress;
  readonly options: JoinOptions;
  /** The room can be used: we are in it, or wait. */
  readonly onReady: () => void;
  /** We are not, and will not be. */
  readonly onRefused: (error: unknown) => void;
}

/** One visit to one room. */
export class JoinedRoom implements Room {
  name: string;
  id = "";
  onmessage: Room["onmessage"] = null;
  readonly #options: JoinedRoomOptions;
  readonly #media: OwnMedia;
  readonly #call: RoomCall;
  readonly #channels = new RoomChannels();
  readonly #members = new Map<string, RoomMember>();
  /** Members that the handler was called with. */
  readonly #announced = new Set<RoomMember>();
  readonly #errors: MaruError[] = [];
  readonly #onAbort = () => this.#end("aborted");
  #state: RoomState | "joining" = "joining";
  #reason: string | null = null;
  #failure: MaruError | null = null;
  #onmember: Room["onmember"] = null;
  #onstate: Room["onstate"] = null;
  #onerror: Room["onerror"] = null;

  constructor(options: JoinedRoomOptions) {
    this.#options = options;
    const { platform, address, options: { name, relayOnly } } = options;
    this.name = address.roomName;
    this.#media = new OwnMedia({
      platform,
      onChange: () => this.#call?.onTracksChange(),
      onError: (error) => this.#reportError(error),
    });
    this.#call = new RoomCall({
      address,
      name: name ?? "",
      isRelayOnly: relayOnly ?? false,
      platform,
      media: () => this.#media,
      renderedSizes: () =>
        new Map(
          [...this.#members].map(([id, member]) => [id, member.renderedSize()]),
        ),
      events: this.#createEvents(),
    });
  }

  /** Opens the devices and joins. */
  start(): void {
    const { audio, video, signal } = this.#options.options;
    signal?.addEventListener("abort", this.#onAbort);
    for (const track of [audio, video]) {
      if (typeof track === "object") this.#media.add(track, "camera");
    }
    void this.#media.open(video === true, audio === true);
    this.#call.start();
  }

  get state(): RoomState {
    return this.#state === "joining" ? "reconnecting" : this.#state;
  }

  get members(): readonly Member[] {
    return [...this.#members.values()];
  }

  get stream(): MediaStream {
    return this.#media.stream;
  }

  get audio(): boolean {
    return this.#media.hasSound;
  }

  get video(): boolean {
    return this.#media.hasPicture;
  }

  get sharing(): boolean {
    return this.#media.isSharing;
  }

  get onmember(): Room["onmember"] {
    return this.#onmember;
  }

  set onmember(handler: Room["onmember"]) {
    this.#onmember = handler;
    this.#announced.clear();
    queueMicrotask(() => this.#announceMembers());
  }

  get onstate(): Room["onstate"] {
    return this.#onstate;
  }

  set onstate(handler: Room["onstate"]) {
    this.#onstate = handler;
    queueMicrotask(() => {
      if (this.#onstate === handler) handler?.(this.state, this.#reason);
    });
  }

  get onerror(): Room["onerror"] {
    return this.#onerror;
  }

  set onerror(handler: Room["onerror"]) {
    this.#onerror = handler;
    queueMicrotask(() => {
      if (!handler || this.#onerror !== handler) return;
      for (const error of this.#errors.splice(0)) handler(error);
    });
  }

  say(text: string, to?: Member): boolean {
    return this.#state !== "ended" && this.#call.sendText(text, to?.id ?? null);
  }

  channel(name: string, options: ChannelOptions = {}): Channel {
    this.#assertNotEnded();
    return this.#channels.open(name, options);
  }

  async share(): Promise<void> {
    this.#assertNotEnded();
    await this.#media.share();
  }

  stopShare(): void {
    this.#media.stopSharing();
  }

  async setAudio(isOn: boolean): Promise<void> {
    this.#assertNotEnded();
    await this.#media.setSound(isOn);
  }

  async setVideo(isOn: boolean): Promise<void> {
    this.#assertNotEnded();
    await this.#media.setPicture(isOn);
  }

  addTrack(track: MediaStreamTrack, source?: MediaSource): void {
    this.#assertNotEnded();
    this.#media.add(track, source);
  }

  replaceTrack(track: MediaStreamTrack, next: MediaStreamTrack): void {
    this.#assertNotEnded();
    this.#media.replace(track, next);
  }

  removeTrack(track: MediaStreamTrack): void {
    this.#media.remove(track);
  }

  leave(): void {
    this.#end("left");
  }

  #assertNotEnded(): void {
    if (this.#state !== "ended") return;
    throw new MaruError("ended", "You have left this room: join again");
  }

  #createEvents(): RoomCallEvents {
    return {
      onWelcome: ({ id, room }) => {
        this.id = id;
        this.name = room || this.name;
        this.#setState("in");
      },
      onWaiting: () => {
        this.id = "";
        this.#setState("waiting");
      },
      onReached: (isReached) => {
        if (!isReached && this.#state === "in") this.#setState("reconnecting");
      },
      onFailure: (failure) => {
        this.#failure = failure &&
          new MaruError(failure.code, failure.message);
      },
      onRefused: (code) => this.#end(code ?? this.#failure?.code ?? "replaced"),
      onRosterChange: (state) => this.#updateMembers(state),
      onDeparture: (id, reason) => this.#removeMember(id, reason),
      onText: ({ from, text, isPrivate }) => {
        const member = this.#members.get(from);
        if (member) this.onmessage?.({ from: member, text, isPrivate });
      },
      onConnection: (id, pc) => {
        const member = this.#members.get(id);
        if (!member) return;
        member.connection = pc;
        this.#channels.addConnection(member, pc);
      },
      onMuted: () => void this.#media.setSound(false),
      onPageClose: () => this.leave(),
    };
  }

  #setState(state: RoomState, reason: string | null = null): void {
    const before = this.#state;
    if (before === state) return;
    this.#state = state;
    this.#reason = reason;
    if (before === "joining") this.#options.onReady();
    else this.#onstate?.(state, reason);
  }

  /** Ends the visit, and closes everything that belongs to it. */
  #end(reason: string): void {
    if (this.#state === "ended") return;
    const isJoining = this.#state === "joining";
    const { options: { signal }, onRefused } = this.#options;
    signal?.removeEventListener("abort", this.#onAbort);
    // What follows reports no other state.
    this.#state = "ended";
    this.#reason = reason;
    this.#call.end();
    this.#channels.close();
    this.#media.close();
    if (!isJoining) this.#onstate?.("ended", reason);
    else if (reason === "aborted") onRefused(signal?.reason);
    else onRefused(this.#failure ?? refusalError(reason));
  }

  #updateMembers({ remoteMembers }: RosterState): void {
    const { makeStream } = this.#options.platform;
    for (const state of remoteMembers) {
      const member = this.#members.get(state.id) ??
        new RoomMember(
          state,
          makeStream,
          () => this.#call.allow(state.id),
        );
      this.#members.set(state.id, member);
      member.update(state);
    }
    queueMicrotask(() => this.#announceMembers());
  }

  #announceMembers(): void {
    const handler = this.#onmember;
    if (!handler) return;
    for (const member of this.#members.values()) {
      if (this.#announced.has(member) || !member.isIntroduced) continue;
      this.#announced.add(member);
      handler(member);
    }
  }

  #removeMember(id: string, reason?: DepartureReason): void {
    const member = this.#members.get(id);
    if (!member) return;
    this.#members.delete(id);
    this.#announced.delete(member);
    this.#channels.removeMember(member);
    const isOver = this.#state === "ended";
    member.end(reason ? LEAVE_REASONS[reason] : isOver ? "ended" : "lost");
  }

  #reportError(error: MaruError): void {
    if (this.#onerror) return this.#onerror(error);
    if (this.#errors.length < MAX_KEPT_ERRORS) this.#errors.push(error);
  }
}

function refusalError(code: string): MaruError {
  return new MaruError(code, `The server refused to let us in: ${code}`);
}
