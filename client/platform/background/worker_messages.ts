/**
 * Messages between the page and the worker that changes backgrounds.
 *
 * @module
 */

/** Absolute URLs of the files of the segmentation model. */
export interface SegmenterFiles {
  readonly wasm: string;
  readonly graph: string;
  /** Model for frames that are wider than high. */
  readonly landscape: string;
  /** Model for frames that are higher than wide. */
  readonly portrait: string;
}

/** Message to the worker. A session is one camera track. */
export type WorkerRequest =
  | { readonly type: "load"; readonly files: SegmenterFiles }
  /** Null blurs what is behind the person. */
  | { readonly type: "picture"; readonly picture: ImageBitmap | null }
  /** Segments every n-th frame and reuses the mask in between. */
  | { readonly type: "interval"; readonly segmentEvery: number }
  | {
    readonly type: "streams";
    readonly session: number;
    readonly readable: ReadableStream<VideoFrame>;
    readonly writable: WritableStream<VideoFrame>;
  }
  /** Answers with a `tick` at this interval, also while the page is hidden. */
  | {
    readonly type: "ticks";
    readonly session: number;
    readonly intervalMs: number;
  }
  | {
    readonly type: "frame";
    readonly session: number;
    readonly frame: ImageBitmap;
  }
  | { readonly type: "end" };

/** Message from the worker. */
export type WorkerReport =
  | { readonly type: "loaded" }
  /** The session that failed; null where all of them fail. */
  | {
    readonly type: "failed";
    readonly session: number | null;
    readonly reason: string;
  }
  | { readonly type: "tick"; readonly session: number }
  /** The first frame of a session was written to its stream. */
  | { readonly type: "first"; readonly session: number }
  | {
    readonly type: "frame";
    readonly session: number;
    readonly frame: ImageBitmap;
  }
  /** Mean time to process a frame, about once a second. */
  | { readonly type: "time"; readonly frameMs: number };
