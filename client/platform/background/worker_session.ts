/**
 * Interface of the ways on which the frames of one camera reach the worker.
 *
 * @module
 */
import type { WorkerReport, WorkerRequest } from "./worker_messages.ts";

/** Passes frames of one camera to the worker and back. */
export interface WorkerSession {
  /** The track with the effect. */
  readonly track: MediaStreamTrack;
  receive(report: WorkerReport): void;
  stop(): void;
}

/** Sends a request to the worker. */
export type SendToWorker = (
  request: WorkerRequest,
  transfer?: Transferable[],
) => void;
