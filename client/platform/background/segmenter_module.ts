/**
 * The parts of MediaPipe's WebAssembly module (npm
 * `@mediapipe/selfie_segmentation`) that are used. The package's own loader
 * needs a document, so the worker drives the module itself; the mask stays a
 * texture of the WebGL context that also draws the result.
 *
 * @module
 */

/** A list that lives in the memory of the module until `delete`. */
interface ModuleList<T> {
  push_back(item: T): void;
  delete(): void;
}

interface GraphOption {
  readonly calculatorName: string;
  readonly calculatorType: string;
  readonly calculatorIndex: number;
  readonly fieldName: string;
  readonly valueNumber: number;
  readonly valueBoolean: boolean;
  readonly valueString: string;
}

/** A texture that the module passes or takes, by its number there. */
export interface ModuleTexture {
  readonly glName: number;
  delete(): void;
}

interface PacketList {
  pushTexture2d(packet: {
    readonly glName: number;
    readonly width: number;
    readonly height: number;
    readonly stream: string;
    readonly timestamp: number;
  }): void;
  delete(): void;
}

interface Solution {
  loadGraph(graph: ArrayBuffer): void;
  overrideFile(path: string, content: ArrayBuffer): void;
  attachMultiListener(streams: ModuleList<string>, listener: unknown): void;
  changeOptions(options: ModuleList<GraphOption>): void;
  send(packets: PacketList): void;
}

/** The module after it has started. */
export interface SegmenterModule {
  readonly GL: {
    createContext(
      canvas: OffscreenCanvas,
      attributes: Readonly<Record<string, unknown>>,
    ): number;
    makeContextCurrent(handle: number): boolean;
    getContext(handle: number): { readonly GLctx: WebGL2RenderingContext };
    readonly textures: readonly (WebGLTexture | undefined)[];
  };
  readonly SolutionWasm: new () => Solution;
  readonly StringList: new () => ModuleList<string>;
  readonly GraphOptionChangeRequestList: new () => ModuleList<GraphOption>;
  readonly PacketDataList: new () => PacketList;
  readonly PacketListener: {
    implement(listener: {
      onResults(
        results: { get(index: number): ModuleTexture | undefined },
      ): void;
    }): unknown;
  };
  createTexture(): number;
}

/** Starts the module. */
export type CreateSegmenterModule = (options: {
  readonly canvas: OffscreenCanvas;
  readonly locateFile: (name: string) => string;
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}) => Promise<SegmenterModule>;

/** An option of the graph; the unused values must be there. */
export function graphOption(
  option:
    & Pick<GraphOption, "calculatorType" | "fieldName">
    & Partial<GraphOption>,
): GraphOption {
  return {
    calculatorName: "",
    calculatorIndex: 0,
    valueNumber: 0,
    valueBoolean: false,
    valueString: "",
    ...option,
  };
}
