/**
 * Our own profile, sent through the server and over the data channels, so that
 * it is true while the server is away. A channel message is
 * `{ kind: "profile", ... }` with the same fields as `info`.
 *
 * @module
 */
import type {
  ChannelHandler,
  SendChannelMessage,
} from "../peer/channel_multiplexer.ts";
import type { MemberProfile } from "./member_profile.ts";
import type { MessageVersion } from "../trust/message_order.ts";

/** Longest message, in UTF-16 code units of its JSON. */
export const MAX_PROFILE_MESSAGE_CHARS = 2_048;

/** Dependencies of {@linkcode OwnProfile}. */
export interface OwnProfileOptions {
  /** Id of this page. */
  readonly session: string;
  readonly profile: () => MemberProfile;
  readonly peerIds: () => Iterable<string>;
  readonly send: SendChannelMessage;
  /** Handles the profile of another member; its fields are unchecked. */
  readonly onProfile: (peerId: string, message: unknown) => void;
}

/** Sends our profile, and receives those of the others. */
export class OwnProfile implements ChannelHandler {
  readonly maxChars = MAX_PROFILE_MESSAGE_CHARS;
  readonly #options: OwnProfileOptions;
  #version = 0;

  constructor(options: OwnProfileOptions) {
    this.#options = options;
  }

  /** Our profile with its version, for the server. */
  get info(): MemberProfile & MessageVersion {
    const { session, profile } = this.#options;
    return { ...profile(), session, version: this.#version };
  }

  /** Our profile has changed: sends it to all members. */
  onChange(): void {
    this.#version++;
    for (const peerId of this.#options.peerIds()) this.#sendTo(peerId);
  }

  onChannelOpen(peerId: string): void {
    this.#sendTo(peerId);
  }

  receive(peerId: string, message: unknown): void {
    this.#options.onProfile(peerId, message);
  }

  #sendTo(peerId: string): void {
    const message = { kind: "profile", ...this.info };
    this.#options.send(peerId, message);
  }
}
