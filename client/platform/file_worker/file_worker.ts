/**
 * Worker that reads, hashes and writes files, so that none of it takes time of
 * the page's main thread.
 *
 * @module
 */
import { pickDigest } from "./chained_hash.ts";
import type {
  FileAnswer,
  FileRequestMessage,
  FileResults,
} from "./file_requests.ts";
import { FileService } from "./file_service.ts";

/** The part of `DedicatedWorkerGlobalScope` that is used. */
interface WorkerScope {
  /** `subtle` is missing outside of secure contexts. */
  readonly crypto: { readonly subtle?: SubtleCrypto };
  onmessage: ((event: MessageEvent<FileRequestMessage>) => void) | null;
  postMessage(answer: FileAnswer, transfer: Transferable[]): void;
}

declare const self: WorkerScope;

const service = new FileService(pickDigest(self.crypto.subtle));

self.onmessage = ({ data: { number, request } }) => {
  service.handle(request).then(
    (result) => self.postMessage({ number, result }, buffersOf(result)),
    (error: unknown) => self.postMessage({ number, error: String(error) }, []),
  );
};

/** Bytes that were read are moved, not copied. */
function buffersOf(result: FileResults[keyof FileResults]): Transferable[] {
  const isBlock = typeof result === "object" && result && "sha256" in result;
  return isBlock ? [result.bytes.buffer] : [];
}
