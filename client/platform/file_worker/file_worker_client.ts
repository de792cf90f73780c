/**
 * The file worker as the page uses it: starts it, sends requests and matches
 * the answers.
 *
 * @module
 */
import type {
  FileSink,
  SavedFileHandle,
  SourceFile,
  SourceReader,
} from "../../engine/files/file_platform.ts";
import { trustScriptUrl } from "../trusted_script_url.ts";
import type {
  FileAnswer,
  FileRequest,
  FileResults,
  WriteTarget,
} from "./file_requests.ts";

/** Path of the built worker below the start page; set by `tools/bundle.ts`. */
declare const MARU_FILE_WORKER: string;

/** What becomes of a file when it is complete, and when it is discarded. */
export interface SinkEnd {
  /** `content` is that of a file in memory. */
  saved(content: Blob | null): Promise<SavedFileHandle>;
  discarded(): Promise<void>;
}

/** Opens files for writing. */
export interface SinkOpener {
  /** Rejects where the browser cannot write. */
  openSink(target: WriteTarget, end: SinkEnd): Promise<FileSink>;
}

interface PendingRequest {
  resolve(result: FileResults[keyof FileResults]): void;
  reject(error: Error): void;
}

/** Starts the worker at the first use, and again after it failed. */
export class FileWorkerClient implements SinkOpener {
  #worker: Worker | null = null;
  readonly #pending = new Map<number, PendingRequest>();
  #count = 0;

  /** Starts the worker, so that it is there when the server is away. */
  start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(trustScriptUrl(MARU_FILE_WORKER));
    worker.onmessage = (event: MessageEvent<FileAnswer>) =>
      this.#receive(event.data);
    worker.onerror = () => this.#fail(worker);
    this.#worker = worker;
    return worker;
  }

  /** Reader of a file that the person chose. */
  openSource(content: SourceFile): SourceReader {
    if (!(content instanceof Blob)) throw new TypeError("A Blob is needed");
    const file = ++this.#count;
    return {
      read: (start, end) =>
        this.#request({ kind: "read", file, content, start, end }),
      close: () => {
        // A worker that never started holds nothing.
        if (this.#worker) void this.#request({ kind: "forget", file });
      },
    };
  }

  async openSink(target: WriteTarget, end: SinkEnd): Promise<FileSink> {
    const file = ++this.#count;
    await this.#request({ kind: "open", file, target });
    return {
      write: async (chunks) => {
        const buffers = chunks.map(({ buffer }) => buffer);
        await this.#request({ kind: "write", file, chunks }, buffers);
      },
      sha256: () => this.#request({ kind: "digest", file }),
      close: async () =>
        await end.saved(await this.#request({ kind: "close", file })),
      abort: async () => {
        await this.#request({ kind: "abort", file }).catch(() => {});
        await end.discarded();
      },
    };
  }

  #request<Kind extends FileRequest["kind"]>(
    request: FileRequest & { readonly kind: Kind },
    transfer: Transferable[] = [],
  ): Promise<FileResults[Kind]> {
    return new Promise((resolve, reject) => {
      const number = ++this.#count;
      this.start().postMessage({ number, request }, transfer);
      this.#pending.set(number, {
        // The worker answers a request with the result of its kind.
        resolve: resolve as PendingRequest["resolve"],
        reject,
      });
    });
  }

  #receive(answer: FileAnswer): void {
    const pending = this.#pending.get(answer.number);
    this.#pending.delete(answer.number);
    if ("error" in answer) pending?.reject(new Error(answer.error));
    else pending?.resolve(answer.result);
  }

  /** The script did not load, or failed: what it held is lost. */
  #fail(worker: Worker): void {
    worker.terminate();
    if (this.#worker === worker) this.#worker = null;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) {
      reject(new Error("The file worker failed"));
    }
  }
}
