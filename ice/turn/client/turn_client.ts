/**
 * TURN client without I/O, for the relay check of the server, for tests and for
 * benchmarks. Responds to challenges and matches responses to requests.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import type { TransportAddress } from "../../../server/net/ip_address.ts";
import { readUint16, writeUint16 } from "../../stun/byte_order.ts";
import { deriveLongTermKey } from "../../stun/integrity.ts";
import { decodeStunMessage, StunMessage } from "../../stun/stun_message.ts";
import {
  ATTRIBUTE,
  CLASS,
  METHOD,
  PROTOCOL_UDP,
} from "../../stun/iana_registry.ts";
import { StunMessageWriter } from "../../stun/message_writer.ts";
import { decodeXorAddress } from "../../stun/xor_address.ts";

/** Connection to the server. */
export interface TurnClientSocket {
  /** Sends one complete message. */
  send(message: Uint8Array): void;
}

/** A response to a request. */
export interface TurnResponse {
  /** The decoded response. */
  readonly message: StunMessage;
  /** Error code; null for a success. */
  readonly error: number | null;
}

/** Takes a payload from a peer: from its address, or from its channel. */
export type DataReceiver = (
  data: Uint8Array,
  from: { readonly peer: TransportAddress } | { readonly channel: number },
) => void;

/** A client on one five-tuple. */
export class TurnClient {
  /** Called for each payload from a peer. */
  onData: DataReceiver = () => {};
  readonly #socket: TurnClientSocket;
  readonly #username: string;
  readonly #password: string;
  readonly #pendingRequests = new Map<string, (message: StunMessage) => void>();
  #realm = "";
  #nonce = "";

  /** Creates a client without an allocation. */
  constructor(
    socket: TurnClientSocket,
    credential: { readonly username: string; readonly password: string },
  ) {
    this.#socket = socket;
    this.#username = credential.username;
    this.#password = credential.password;
  }

  /** Handles one complete message from the server. */
  receive(bytes: Uint8Array): void {
    const first = bytes[0] ?? 0;
    if (first >= 0x40) {
      const channel = readUint16(bytes, 0);
      const length = readUint16(bytes, 2);
      return this.onData(bytes.slice(4, 4 + length), { channel });
    }
    const message = decodeStunMessage(bytes.slice());
    if (!(message instanceof StunMessage)) return;
    if (message.method === METHOD.data) {
      return this.#receiveDataIndication(message);
    }
    const id = message.transactionId.toHex();
    this.#pendingRequests.get(id)?.(message);
    this.#pendingRequests.delete(id);
  }

  /** Sends a Binding request. */
  async sendBinding(signal: AbortSignal): Promise<TurnResponse> {
    return await this.#exchange(METHOD.binding, () => {}, false, signal);
  }

  /** Sends a request with credentials; repeats it after a challenge. */
  async sendRequest(
    method: number,
    write: (writer: StunMessageWriter) => void,
    signal: AbortSignal,
  ): Promise<TurnResponse> {
    for (let attempt = 0;; attempt++) {
      const response = await this.#exchange(method, write, true, signal);
      const isChallenge = response.error === 438 ||
        (response.error === 401 && attempt === 0);
      if (!isChallenge || attempt >= 2) return response;
      this.#realm = response.message.text(ATTRIBUTE.realm) ?? "";
      this.#nonce = response.message.text(ATTRIBUTE.nonce) ?? "";
    }
  }

  /** Sends Allocate; returns the relayed address, or the error code. */
  async allocate(
    signal: AbortSignal,
    write: (writer: StunMessageWriter) => void = () => {},
  ): Promise<TransportAddress | number> {
    const { message, error } = await this.sendRequest(
      METHOD.allocate,
      (writer) => {
        writer.bytes(
          ATTRIBUTE.requestedTransport,
          Uint8Array.of(PROTOCOL_UDP, 0, 0, 0),
        );
        write(writer);
      },
      signal,
    );
    const value = message.value(ATTRIBUTE.xorRelayedAddress);
    const relayed = value && decodeXorAddress(value, message.transactionId);
    return relayed ?? error ?? 500;
  }

  /** Sends CreatePermission; returns null, or the error code. */
  async createPermission(
    peer: TransportAddress,
    signal: AbortSignal,
  ): Promise<number | null> {
    const { error } = await this.sendRequest(
      METHOD.createPermission,
      (writer) => writer.xorAddress(ATTRIBUTE.xorPeerAddress, peer),
      signal,
    );
    return error;
  }

  /** Sends ChannelBind; returns null, or the error code. */
  async bindChannel(
    channel: number,
    peer: TransportAddress,
    signal: AbortSignal,
  ): Promise<number | null> {
    const { error } = await this.sendRequest(METHOD.channelBind, (writer) => {
      writer.u32(ATTRIBUTE.channelNumber, channel * 0x10000);
      writer.xorAddress(ATTRIBUTE.xorPeerAddress, peer);
    }, signal);
    return error;
  }

  /** Sends Refresh. */
  refresh(seconds: number, signal: AbortSignal): Promise<TurnResponse> {
    return this.sendRequest(METHOD.refresh, (writer) => {
      writer.u32(ATTRIBUTE.lifetime, seconds);
    }, signal);
  }

  /** Sends a payload in a Send indication. */
  sendIndication(peer: TransportAddress, data: Uint8Array): void {
    const writer = new StunMessageWriter(
      METHOD.send,
      CLASS.indication,
      randomBytes(12),
    );
    this.#socket.send(
      writer.xorAddress(ATTRIBUTE.xorPeerAddress, peer)
        .bytes(ATTRIBUTE.data, data).finish(),
    );
  }

  /** Sends a payload as ChannelData, padded as on a stream. */
  sendChannelData(channel: number, data: Uint8Array): void {
    const message = new Uint8Array(4 + ((data.length + 3) & ~3));
    writeUint16(message, 0, channel);
    writeUint16(message, 2, data.length);
    message.set(data, 4);
    this.#socket.send(message);
  }

  async #exchange(
    method: number,
    write: (writer: StunMessageWriter) => void,
    isSigned: boolean,
    signal: AbortSignal,
  ): Promise<TurnResponse> {
    const id = new Uint8Array(randomBytes(12));
    const writer = new StunMessageWriter(method, CLASS.request, id);
    write(writer);
    if (isSigned && this.#nonce !== "") this.#sign(writer);
    const { promise, resolve, reject } = Promise.withResolvers<StunMessage>();
    const key = id.toHex();
    const onAbort = () => reject(signal.reason);
    signal.throwIfAborted();
    signal.addEventListener("abort", onAbort, { once: true });
    this.#pendingRequests.set(key, resolve);
    this.#socket.send(writer.finish());
    try {
      const message = await promise;
      return { message, error: readErrorCode(message) };
    } finally {
      signal.removeEventListener("abort", onAbort);
      this.#pendingRequests.delete(key);
    }
  }

  #sign(writer: StunMessageWriter): void {
    const [username, password, realm] = [
      this.#username,
      this.#password,
      this.#realm,
    ];
    writer.text(ATTRIBUTE.username, username)
      .text(ATTRIBUTE.realm, realm)
      .text(ATTRIBUTE.nonce, this.#nonce)
      .integrity(deriveLongTermKey({ username, realm, password }), "sha1");
  }

  #receiveDataIndication(message: StunMessage): void {
    const value = message.value(ATTRIBUTE.xorPeerAddress);
    const data = message.value(ATTRIBUTE.data);
    const peer = value && decodeXorAddress(value, message.transactionId);
    if (peer && data) this.onData(data, { peer });
  }
}

/** Reads the code of an error response; null for a success. */
export function readErrorCode(message: StunMessage): number | null {
  if (message.messageClass !== CLASS.error) return null;
  const value = message.value(ATTRIBUTE.errorCode);
  return (value?.[2] ?? 0) * 100 + (value?.[3] ?? 0);
}
