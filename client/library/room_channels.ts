/**
 * Data channels of the application. Each side opens a channel of its own and
 * sends on it, so that neither has to wait for the other; their `protocol`
 * tells them from other channels.
 *
 * @module
 */
import type { Channel, ChannelData, ChannelOptions, Member } from "./maru.d.ts";

/** `protocol` of these channels (RFC 8832 §5.1). */
export const CHANNEL_PROTOCOL = "maru-library";
/** Longest name, in UTF-16 code units. */
export const MAX_CHANNEL_NAME_LENGTH = 64;
/** Largest message: what every browser accepts. */
export const MAX_CHANNEL_BYTES = 262_144;
/** Open channels of one member that are heard; further ones are closed. */
export const MAX_RECEIVED_CHANNELS = 64;

/** The part of `RTCPeerConnection` that is used. */
export type ChannelConnection = Pick<
  RTCPeerConnection,
  "createDataChannel" | "ondatachannel"
>;

/** All channels of one room. */
export class RoomChannels {
  readonly #channels = new Map<string, RoomChannel>();
  readonly #connections = new Map<Member, ChannelConnection>();

  /** Opens a channel, or returns the one of this name. */
  open(name: string, options: ChannelOptions): Channel {
    if (name === "" || name.length > MAX_CHANNEL_NAME_LENGTH) {
      throw new TypeError(
        `The name of a channel has 1 to ${MAX_CHANNEL_NAME_LENGTH} characters`,
      );
    }
    const known = this.#channels.get(name);
    if (known) return known;
    const channel = new RoomChannel(name, options, () => {
      this.#channels.delete(name);
    });
    this.#channels.set(name, channel);
    for (const [member, pc] of this.#connections) channel.connect(member, pc);
    return channel;
  }

  /** A connection to a member was made, in place of an earlier one. */
  addConnection(member: Member, pc: ChannelConnection): void {
    this.#connections.set(member, pc);
    let receivedCount = 0;
    pc.ondatachannel = ({ channel }) => {
      if (channel.protocol !== CHANNEL_PROTOCOL) return;
      if (receivedCount >= MAX_RECEIVED_CHANNELS) return channel.close();
      receivedCount++;
      channel.onclose = () => receivedCount--;
      channel.binaryType = "arraybuffer";
      channel.onmessage = ({ data }: MessageEvent) => {
        if (typeof data !== "string" && !(data instanceof ArrayBuffer)) return;
        this.#channels.get(channel.label)?.receive({ from: member, data });
      };
    };
    for (const channel of this.#channels.values()) channel.connect(member, pc);
  }

  /** A member has left. */
  removeMember(member: Member): void {
    this.#connections.delete(member);
    for (const channel of this.#channels.values()) channel.disconnect(member);
  }

  /** Ends all channels. */
  close(): void {
    for (const channel of [...this.#channels.values()]) channel.close();
  }
}

class RoomChannel implements Channel {
  readonly name: string;
  onopen: Channel["onopen"] = null;
  onmessage: Channel["onmessage"] = null;
  readonly #options: ChannelOptions;
  readonly #onClose: () => void;
  readonly #links = new Map<Member, RTCDataChannel>();
  #isClosed = false;

  constructor(name: string, options: ChannelOptions, onClose: () => void) {
    this.name = name;
    this.#options = options;
    this.#onClose = onClose;
  }

  get bufferedAmount(): number {
    return Math.max(
      0,
      ...[...this.#links.values()].map((link) => link.bufferedAmount),
    );
  }

  send(data: string | ArrayBuffer | ArrayBufferView, to?: Member): boolean {
    const size = typeof data === "string"
      ? new TextEncoder().encode(data).length
      : data.byteLength;
    if (size > MAX_CHANNEL_BYTES) {
      throw new TypeError(
        `A message has at most ${MAX_CHANNEL_BYTES} bytes, not ${size}`,
      );
    }
    let isSent = false;
    for (const [member, link] of this.#links) {
      if (to && to !== member) continue;
      isSent = sendOn(link, data) || isSent;
    }
    return isSent;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const member of [...this.#links.keys()]) this.disconnect(member);
    this.#onClose();
  }

  /** Opens the channel on a connection to a member. */
  connect(member: Member, pc: ChannelConnection): void {
    this.disconnect(member);
    const link = pc.createDataChannel(this.name, {
      ...this.#options,
      protocol: CHANNEL_PROTOCOL,
    });
    link.onopen = () => this.onopen?.(member);
    this.#links.set(member, link);
  }

  disconnect(member: Member): void {
    const link = this.#links.get(member);
    if (!link) return;
    link.onopen = null;
    link.close();
    this.#links.delete(member);
  }

  receive(message: ChannelData): void {
    this.onmessage?.(message);
  }
}

/** False while the channel is not open, and when its buffer is full. */
function sendOn(
  link: RTCDataChannel,
  data: string | ArrayBuffer | ArrayBufferView,
): boolean {
  if (link.readyState !== "open") return false;
  try {
    if (typeof data === "string") link.send(data);
    else link.send(toBytes(data));
    return true;
  } catch {
    return false;
  }
}

function toBytes(data: ArrayBuffer | ArrayBufferView): Uint8Array<ArrayBuffer> {
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
}
