/**
 * One camera whose frames the worker reads and writes as streams (W3C
 * mediacapture-transform in the form of Chromium, newer than the types). The
 * streams are transferred, so frames never reach the main thread.
 *
 * @module
 */
import type { SendToWorker, WorkerSession } from "./worker_session.ts";

interface TrackStreams {
  readonly MediaStreamTrackProcessor: new (
    init: { readonly track: MediaStreamTrack },
  ) => { readonly readable: ReadableStream<VideoFrame> };
  readonly MediaStreamTrackGenerator: new (
    init: { readonly kind: "video" },
  ) => MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> };
}

function findTrackStreams(
  scope: object & Partial<TrackStreams>,
): TrackStreams | null {
  const { MediaStreamTrackProcessor, MediaStreamTrackGenerator } = scope;
  return MediaStreamTrackProcessor && MediaStreamTrackGenerator
    ? { MediaStreamTrackProcessor, MediaStreamTrackGenerator }
    : null;
}

/** True in Chromium. */
export function hasTrackStreams(): boolean {
  return findTrackStreams(globalThis) !== null;
}

/** Transfers the streams; the worker does the rest. */
export class StreamSession implements WorkerSession {
  readonly track: MediaStreamTrack;

  constructor(camera: MediaStreamTrack, session: number, send: SendToWorker) {
    const streams = findTrackStreams(globalThis);
    if (!streams) throw new TypeError("The browser has no track streams");
    const { MediaStreamTrackProcessor, MediaStreamTrackGenerator } = streams;
    const { readable } = new MediaStreamTrackProcessor({ track: camera });
    const generator = new MediaStreamTrackGenerator({ kind: "video" });
    const { writable } = generator;
    this.track = generator;
    send({ type: "streams", session, readable, writable }, [
      readable,
      writable,
    ]);
  }

  receive(): void {}

  stop(): void {
    this.track.stop();
  }
}
