/**
 * What the file worker does: answers the requests of the page. Requests for one
 * file are handled in the order of their arrival by the page, which awaits each
 * answer before the next write.
 *
 * @module
 */
import { ChainedHash, type Digest } from "./chained_hash.ts";
import type { FileRequest, FileResults } from "./file_requests.ts";
import { type FileWriter, openWriter } from "./file_writers.ts";
import { HashedSource } from "./hashed_source.ts";

interface OpenSink {
  readonly writer: FileWriter;
  readonly hash: ChainedHash;
  /** Set by the first request for it, after which nothing is written. */
  checksum: Promise<string> | null;
}

/** All files that the page reads and writes. */
export class FileService {
  readonly #sources = new Map<number, HashedSource>();
  readonly #sinks = new Map<number, OpenSink>();
  readonly #digest: Digest;

  constructor(digest: Digest) {
    this.#digest = digest;
  }

  /** Handles a request; rejects when the browser cannot read or write. */
  async handle(
    request: FileRequest,
  ): Promise<FileResults[keyof FileResults]> {
    const { file } = request;
    switch (request.kind) {
      case "read":
        return await this.#sourceOf(file, request.content)
          .read(request.start, request.end);
      case "forget":
        this.#sources.delete(file);
        return null;
      case "open":
        this.#sinks.set(file, {
          writer: await openWriter(request.target),
          hash: new ChainedHash(this.#digest),
          checksum: null,
        });
        return null;
      case "write":
        return await this.#write(file, request.chunks);
      case "digest": {
        const sink = this.#sinkOf(file);
        return await (sink.checksum ??= sink.hash.finish());
      }
      case "close":
        return await this.#remove(file).writer.close();
      case "abort":
        await this.#remove(file).writer.abort();
        return null;
    }
  }

  async #write(
    file: number,
    chunks: readonly Uint8Array<ArrayBuffer>[],
  ): Promise<null> {
    const { writer, hash } = this.#sinkOf(file);
    const hashAll = async () => {
      for (const chunk of chunks) await hash.update(chunk);
    };
    await Promise.all([writer.write(chunks), hashAll()]);
    return null;
  }

  #sourceOf(file: number, content: Blob): HashedSource {
    const source = this.#sources.get(file) ??
      new HashedSource(content, this.#digest);
    this.#sources.set(file, source);
    return source;
  }

  #sinkOf(file: number): OpenSink {
    const sink = this.#sinks.get(file);
    if (!sink) throw new TypeError(`No open file ${file}`);
    return sink;
  }

  #remove(file: number): OpenSink {
    const sink = this.#sinkOf(file);
    this.#sinks.delete(file);
    return sink;
  }
}
