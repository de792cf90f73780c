/**
 * Finds the person in a picture, with MediaPipe's selfie segmentation. The
 * model runs on the CPU (SIMD), as its shaders would need a fast GPU.
 *
 * @module
 */
import {
  type CreateSegmenterModule,
  graphOption,
  type SegmenterModule,
} from "./segmenter_module.ts";
import type { SegmenterFiles } from "./worker_messages.ts";

/** Size of the picture that the model sees. */
export const SEGMENTER_SIZE = { width: 256, height: 144 } as const;

const MODEL_FOLDER = "third_party/mediapipe/modules/selfie_segmentation/";
/** Names that the graph gives its models, and their numbers. */
const MODELS = {
  portrait: { name: "selfie_segmentation.tflite", index: 0 },
  landscape: { name: "selfie_segmentation_landscape.tflite", index: 1 },
} as const;

type ModelName = keyof typeof MODELS;

/** A started model with the WebGL context that it shares with the drawing. */
export class Segmenter {
  readonly gl: WebGL2RenderingContext;
  /** Texture of the picture to segment, {@linkcode SEGMENTER_SIZE}. */
  readonly input: WebGLTexture;
  readonly #module: SegmenterModule;
  readonly #inputName: number;
  readonly #files: SegmenterFiles;
  readonly #solution: InstanceType<SegmenterModule["SolutionWasm"]>;
  #model: ModelName | null = null;
  #onMask: (mask: WebGLTexture) => void = () => {};

  private constructor(
    module: SegmenterModule,
    gl: WebGL2RenderingContext,
    files: SegmenterFiles,
    graph: ArrayBuffer,
  ) {
    this.#module = module;
    this.gl = gl;
    this.#files = files;
    this.#inputName = module.createTexture();
    const input = module.GL.textures[this.#inputName];
    if (!input) throw new Error("The module made no texture");
    this.input = input;
    this.#solution = new module.SolutionWasm();
    this.#solution.loadGraph(graph);
    this.#listen();
  }

  /** Loads the module; rejects without WebGL 2. */
  static async create(
    createModule: CreateSegmenterModule,
    canvas: OffscreenCanvas,
    files: SegmenterFiles,
  ): Promise<Segmenter> {
    const [module, graph] = await Promise.all([
      createModule({
        canvas,
        locateFile: () => files.wasm,
        print: () => {},
        printErr: () => {},
      }),
      fetchFile(files.graph),
    ]);
    const handle = module.GL.createContext(canvas, {
      alpha: false,
      antialias: false,
      majorVersion: 2,
      minorVersion: 0,
      enableExtensionsByDefault: true,
    });
    if (!handle) throw new Error("No WebGL 2 in a worker");
    module.GL.makeContextCurrent(handle);
    const { GLctx } = module.GL.getContext(handle);
    return new Segmenter(module, GLctx, files, graph);
  }

  /** Loads the model for frames of this shape, unless it is in use. */
  async useModelFor(width: number, height: number): Promise<void> {
    const model = width >= height ? "landscape" : "portrait";
    if (model === this.#model) return;
    const { name, index } = MODELS[model];
    const content = await fetchFile(this.#files[model]);
    this.#model = model;
    this.#solution.overrideFile(MODEL_FOLDER + name, content);
    const options = new this.#module.GraphOptionChangeRequestList();
    options.push_back(graphOption({
      calculatorType: "InferenceCalculator",
      fieldName: "use_cpu_inference",
      valueBoolean: true,
    }));
    options.push_back(graphOption({
      calculatorName: "ConstantSidePacketCalculatorModelSelection",
      calculatorType: "ConstantSidePacketCalculator",
      fieldName: "int_value",
      valueNumber: index,
    }));
    this.#solution.changeOptions(options);
    options.delete();
  }

  /** Segments `input`; `onMask` gets the mask (red: 1 is the person) at once. */
  segment(timestampMs: number, onMask: (mask: WebGLTexture) => void): void {
    this.#onMask = onMask;
    const packets = new this.#module.PacketDataList();
    packets.pushTexture2d({
      glName: this.#inputName,
      ...SEGMENTER_SIZE,
      stream: "input_frames_gpu",
      timestamp: timestampMs * 1_000,
    });
    this.#solution.send(packets);
    packets.delete();
  }

  #listen(): void {
    const streams = new this.#module.StringList();
    streams.push_back("segmentation_mask");
    const listener = this.#module.PacketListener.implement({
      onResults: (results) => {
        const mask = results.get(0);
        const texture = mask && this.#module.GL.textures[mask.glName];
        if (texture) this.#onMask(texture);
        mask?.delete();
      },
    });
    this.#solution.attachMultiListener(streams, listener);
    streams.delete();
  }
}

async function fetchFile(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return await response.arrayBuffer();
}
