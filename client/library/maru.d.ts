/**
 * Calls for your own pages, over the server of Maru that serves this file.
 *
 * ```js
 * import { join } from "https://call.example/maru.js";
 * const room = await join("https://call.example/r/tea", { name: "Ada" });
 * room.onmember = (member) => console.log(member.name);
 * ```
 *
 * @module
 */

/**
 * Joins a room.
 *
 * Resolves when you are in the room, or wait before a locked one
 * ({@linkcode Room.state} is then `waiting`).
 *
 * @param address Link of the room, such as `https://call.example/r/tea`, with
 * its key (`#k=`) and invitation (`#i=`) if it has them. A relative link belongs
 * to the server of this file.
 * @throws {MaruError} Its code says why: see {@linkcode MaruError.code}.
 * @throws The reason of `signal`, when it is aborted first.
 */
export declare function join(
  address: string | URL,
  options?: JoinOptions,
): Promise<Room>;

/** Who you are in a room, and what you send. */
export interface JoinOptions {
  /** Your name for the others; none by default. */
  readonly name?: string;
  /**
   * `true` opens the microphone, a track is sent as it is. `false`, the
   * default, sends no sound until {@linkcode Room.setAudio} or
   * {@linkcode Room.addTrack}. Without sound and video no device is asked for.
   */
  readonly audio?: boolean | MediaStreamTrack;
  /** The same for the camera. */
  readonly video?: boolean | MediaStreamTrack;
  /** Connects through the TURN relay of the server only, which hides addresses. */
  readonly relayOnly?: boolean;
  /** Leaves the room, or gives up joining, when it is aborted. */
  readonly signal?: AbortSignal;
}

/**
 * State of your visit:
 * - `waiting`: the room is locked, and a member may let you in;
 * - `in`: you are in the room;
 * - `reconnecting`: the server is not reached. Pictures, sound and messages
 *   continue where the members still reach each other;
 * - `ended`: for good. The reason is `left`, `aborted`, `replaced` (the seat was
 *   taken elsewhere), or the code of a {@linkcode MaruError}.
 */
export type RoomState = "waiting" | "in" | "reconnecting" | "ended";

/** Camera with microphone, or screen with its sound. */
export type MediaSource = "camera" | "screen";

/** A room that you have joined. */
export interface Room {
  /** Name of the room. */
  readonly name: string;
  /** Your id, by which the others know you; empty while waiting. */
  readonly id: string;
  readonly state: RoomState;
  /** The others, in the order in which they joined. */
  readonly members: readonly Member[];
  /** What you send from camera and microphone, for a preview. Mute its element. */
  readonly stream: MediaStream;
  /** True while you send sound. */
  readonly audio: boolean;
  /** True while you send a picture. */
  readonly video: boolean;
  /** True while you share a screen. */
  readonly sharing: boolean;

  /**
   * A member is here: called once for each, also for those who were here before
   * you, as soon as its name is known.
   */
  onmember: ((member: Member) => void) | null;
  /** The state is another one; also called with the present one when you set it. */
  onstate: ((state: RoomState, reason: string | null) => void) | null;
  /** A chat message arrived. Messages from before you joined come first. */
  onmessage: ((message: ChatText) => void) | null;
  /** A device cannot be used; the call continues without it. */
  onerror: ((error: MaruError) => void) | null;

  /**
   * Sends a chat message to all members, or to one.
   *
   * @returns False when it is empty or that member has left.
   */
  say(text: string, to?: Member): boolean;
  /**
   * Opens a data channel to all members. Each member that opens a channel of
   * this name receives what you send on it. A second call returns the same.
   *
   * @throws {TypeError} When the name is empty or longer than 64 characters.
   */
  channel(name: string, options?: ChannelOptions): Channel;

  /**
   * Shares a screen, which the person chooses; call it in a click.
   *
   * @throws {MaruError} `share-refused`, `share-unsupported`, `too-many-tracks`.
   */
  share(): Promise<void>;
  /** Stops sharing. */
  stopShare(): void;
  /**
   * Turns your sound on or off; opens the microphone when there is none.
   *
   * @throws {MaruError} `device-refused`, `device-missing`, `device-busy`.
   */
  setAudio(isOn: boolean): Promise<void>;
  /** The same for the camera. */
  setVideo(isOn: boolean): Promise<void>;

  /**
   * Sends a track of your own, such as that of a canvas. Without `source` it is
   * the camera's picture or sound where there is none yet, otherwise that of a
   * screen. The track is yours: it is not stopped.
   *
   * @throws {MaruError} `too-many-tracks`: a member sends one picture and one
   * sound of each source.
   */
  addTrack(track: MediaStreamTrack, source?: MediaSource): void;
  /**
   * Sends another track of the same kind in place of one, without a pause. That
   * of a device, from {@linkcode stream}, is closed.
   *
   * @throws {TypeError} When `track` is not sent, or `next` is of another kind.
   */
  replaceTrack(track: MediaStreamTrack, next: MediaStreamTrack): void;
  /** Sends a track no longer; closes a device. */
  removeTrack(track: MediaStreamTrack): void;

  /** Leaves, and closes devices, connections and sockets. */
  leave(): void;
}

/**
 * Why a member is no longer here: it left, its connection was lost, a host
 * removed it, or your own visit has ended.
 */
export type LeaveReason = "left" | "lost" | "removed" | "ended";

/** Another member of a room. */
export interface Member {
  readonly id: string;
  /** Empty when it gave none. */
  readonly name: string;
  /** True while it sends sound. */
  readonly audio: boolean;
  /** True while it sends a picture. */
  readonly video: boolean;
  /** True while it shares a screen, or a second picture. */
  readonly sharing: boolean;
  /** `failed`: there is no path to it; the library keeps trying. */
  readonly state: "connecting" | "connected" | "reconnecting" | "failed";
  /** True when it has proven that it has the key of the room's link (`#k=`). */
  readonly proven: boolean;
  /**
   * Its present connection, to read statistics for example; null before there
   * is one. Another takes its place when the network changes: do not keep it,
   * and do not change what it negotiates.
   */
  readonly connection: RTCPeerConnection | null;

  /** One of the properties above has another value. */
  onchange: (() => void) | null;
  /** It has left, or you have. */
  onleave: ((reason: LeaveReason) => void) | null;

  /**
   * Connects to a member that has no key, in a room whose link has one. Ask the
   * person first: without the key nobody knows who is at the other end.
   */
  allow(): void;
  /**
   * Plays what it sends in an element. The member sends no larger picture than
   * the elements in your page are.
   */
  attach(element: HTMLMediaElement, source?: MediaSource): void;
  /** Plays it no longer. */
  detach(element: HTMLMediaElement): void;
  /**
   * What it sends, for other uses than an element in the page. The same object
   * for the call; tracks are added and removed. Its picture then comes in full size.
   */
  stream(source?: MediaSource): MediaStream;
}

/** A chat message. */
export interface ChatText {
  readonly from: Member;
  readonly text: string;
  /** True when only you received it. */
  readonly isPrivate: boolean;
}

/** Reliability of a data channel, as for `RTCPeerConnection.createDataChannel`. */
export interface ChannelOptions {
  readonly ordered?: boolean;
  readonly maxRetransmits?: number;
  readonly maxPacketLifeTime?: number;
}

/** A data channel between all members that open one of this name. */
export interface Channel {
  readonly name: string;
  /** Bytes that wait to be sent, to the member with the most. */
  readonly bufferedAmount: number;
  /** What you send now reaches this member; called again after a reconnection. */
  onopen: ((member: Member) => void) | null;
  onmessage: ((message: ChannelData) => void) | null;
  /**
   * Sends at most 262,144 bytes to all members, or to one.
   *
   * @returns False when it went to nobody: no channel is open, or its buffer is full.
   */
  send(data: string | ArrayBuffer | ArrayBufferView, to?: Member): boolean;
  /** Ends the channel. */
  close(): void;
}

/** What arrived on a data channel. */
export interface ChannelData {
  readonly from: Member;
  readonly data: string | ArrayBuffer;
}

/** Why something is not possible. */
export declare class MaruError extends Error {
  constructor(code: string, message: string);
  /**
   * A code that does not change between versions.
   *
   * Of the library: `bad-address` (not the link of a room, or its key is
   * damaged), `no-webrtc` (the browser has none), `device-refused`,
   * `device-missing`, `device-busy`, `share-refused`, `share-unsupported`,
   * `too-many-tracks`, `ended` (the room was left).
   *
   * Of the server, when it refuses: `room-full`, `origin-not-allowed` (its
   * operator has to add your origin to `ALLOWED_ORIGINS`), `knock-refused`,
   * `knock-expired`, `removed`, `room-ended`, and the others of PROTOCOL.md.
   */
  readonly code: string;
}
