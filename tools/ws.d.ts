/**
 * Types of the parts of npm `ws` that signaling uses; the package has none.
 */

declare module "ws" {
  import type { Buffer } from "node:buffer";
  import type { Duplex, Writable } from "node:stream";

  /** Called when a chunk has been parsed, or with the reason why not. */
  export type WriteCallback = (error?: Error | null) => void;

  export interface ReceiverOptions {
    readonly isServer: boolean;
    /** Limit of one message over all its fragments. */
    readonly maxPayload: number;
    /** 0 for no limit. */
    readonly maxFragments?: number;
    /** 0 for no limit. */
    readonly maxBufferedChunks?: number;
    readonly allowSynchronousEvents?: boolean;
    readonly skipUTF8Validation?: boolean;
  }

  export interface ReceiverEvents {
    message: (data: Buffer, isBinary: boolean) => void;
    ping: (payload: Buffer) => void;
    pong: (payload: Buffer) => void;
    conclude: (code: number, reason: Buffer) => void;
  }

  /** Parses the frames of the other side; its bytes are written to it. */
  export class Receiver extends Writable {
    constructor(options: ReceiverOptions);
    // Internals of ws 8.23 that `FrameReader` builds on.
    protected _state: number;
    protected _payloadLength: number;
    protected _fin: boolean;
    protected _masked: boolean;
    protected _mask: Buffer;
    protected _opcode: number;
    protected _fragments: readonly Buffer[];
    protected consume(size: number): Buffer;
    protected haveLength(callback: WriteCallback): void;
    protected dataMessage(callback: WriteCallback): void;
    protected createError(
      errorClass: ErrorConstructor,
      message: string,
      hasPrefix: boolean,
      closeCode: number,
      code: string,
    ): Error;
    override on<E extends keyof ReceiverEvents>(
      event: E,
      listener: ReceiverEvents[E],
    ): this;
  }

  export interface FrameOptions {
    readonly fin: boolean;
    readonly opcode: number;
    readonly mask: boolean;
    readonly readOnly: boolean;
    readonly rsv1: boolean;
  }

  /** Encodes frames. */
  export class Sender {
    constructor(stream: Duplex);
    /** Header and payload of a frame; the payload is not copied. */
    static frame(
      data: Uint8Array,
      options: FrameOptions,
    ): [header: Buffer, payload?: Buffer];
    close(code: number, reason: string, mask: boolean): void;
    ping(payload: Uint8Array, mask: boolean): void;
    pong(payload: Uint8Array, mask: boolean): void;
  }
}
