/**
 * Draws a frame with another background, with WebGL 2: shrinks it for the
 * model, smooths the mask, blurs, and puts the person in front.
 *
 * @module
 */
import { type Segmenter, SEGMENTER_SIZE } from "./segmenter.ts";
import {
  BLUR_SHADER,
  COMPOSE_SHADER,
  MASK_SHADER,
  SHRINK_SHADER,
  VERTEX_SHADER,
  WEIGHT_SHADER,
} from "./shaders.ts";

/** A frame with its size in pixels. */
export interface SizedFrame {
  readonly image: TexImageSource;
  readonly width: number;
  readonly height: number;
}

/** Share of a new mask; the rest is the last one. */
const MASK_SHARE = 0.65;
/** Blurs along both axes with growing steps, in pixels of the small picture. */
const BLUR_STEPS = [1, 2, 3];

interface Target {
  readonly texture: WebGLTexture;
  readonly framebuffer: WebGLFramebuffer;
}

/** Draws into the canvas of a segmenter. */
export class Compositor {
  readonly #segmenter: Segmenter;
  readonly #gl: WebGL2RenderingContext;
  readonly #programs: Readonly<Record<ProgramName, WebGLProgram>>;
  readonly #frame: WebGLTexture;
  readonly #small: Target;
  readonly #blur: readonly [Target, Target];
  #masks: readonly [Target, Target];
  readonly #vertices: WebGLVertexArrayObject;
  #picture: (SizedFrame & { readonly texture: WebGLTexture }) | null = null;
  #hasMask = false;

  constructor(segmenter: Segmenter) {
    this.#segmenter = segmenter;
    const { gl } = segmenter;
    this.#gl = gl;
    this.#programs = {
      shrink: linkProgram(gl, SHRINK_SHADER),
      mask: linkProgram(gl, MASK_SHADER),
      weight: linkProgram(gl, WEIGHT_SHADER),
      blur: linkProgram(gl, BLUR_SHADER),
      compose: linkProgram(gl, COMPOSE_SHADER),
    };
    this.#frame = createTexture(gl);
    this.#small = createTarget(gl, segmenter.input);
    this.#blur = [createTarget(gl), createTarget(gl)];
    this.#masks = [createTarget(gl), createTarget(gl)];
    this.#vertices = gl.createVertexArray();
  }

  /** Shows a picture behind the person; null blurs the background. */
  setPicture(picture: ImageBitmap | null): void {
    const gl = this.#gl;
    if (this.#picture) gl.deleteTexture(this.#picture.texture);
    this.#picture = null;
    if (!picture) return;
    const texture = createTexture(gl);
    uploadImage(gl, texture, picture);
    const { width, height } = picture;
    this.#picture = { image: picture, texture, width, height };
  }

  /** Forgets the mask: the next frame is of another camera. */
  reset(): void {
    this.#hasMask = false;
  }

  /** Draws a frame into the canvas; without `doSegment` with the last mask. */
  draw(
    canvas: OffscreenCanvas,
    frame: SizedFrame,
    nowMs: number,
    doSegment: boolean,
  ): void {
    const gl = this.#gl;
    if (canvas.width !== frame.width) canvas.width = frame.width;
    if (canvas.height !== frame.height) canvas.height = frame.height;
    uploadImage(gl, this.#frame, frame.image);
    this.#prepare();
    this.#render("shrink", this.#small, { frame: this.#frame }, {
      cell: [1 / SEGMENTER_SIZE.width, 1 / SEGMENTER_SIZE.height],
    });
    if (doSegment || !this.#hasMask) this.#updateMask(nowMs);
    const background = this.#picture?.texture ?? this.#blurBackground();
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, frame.width, frame.height);
    this.#run("compose", {
      frame: this.#frame,
      mask: this.#masks[0].texture,
      background,
    }, { scale: this.#picture ? coverScale(this.#picture, frame) : [1, 1] });
    gl.bindVertexArray(null);
  }

  #updateMask(nowMs: number): void {
    const gl = this.#gl;
    gl.bindVertexArray(null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    this.#segmenter.segment(nowMs, (mask) => {
      this.#prepare();
      const [last, next] = this.#masks;
      this.#render("mask", next, { mask, last: last.texture }, {
        share: [this.#hasMask ? MASK_SHARE : 1],
      });
      this.#masks = [next, last];
      this.#hasMask = true;
    });
    this.#prepare();
  }

  #blurBackground(): WebGLTexture {
    const [first, second] = this.#blur;
    const mask = this.#masks[0].texture;
    this.#render("weight", first, { frame: this.#small.texture, mask });
    for (const step of BLUR_STEPS) {
      this.#render("blur", second, { source: first.texture }, {
        direction: [step / SEGMENTER_SIZE.width, 0],
      });
      this.#render("blur", first, { source: second.texture }, {
        direction: [0, step / SEGMENTER_SIZE.height],
      });
    }
    return first.texture;
  }

  /** Sets the state that the module may have changed. */
  #prepare(): void {
    const gl = this.#gl;
    for (
      const capability of [
        gl.BLEND,
        gl.DEPTH_TEST,
        gl.SCISSOR_TEST,
        gl.STENCIL_TEST,
        gl.CULL_FACE,
      ]
    ) gl.disable(capability);
    gl.colorMask(true, true, true, true);
    gl.bindVertexArray(this.#vertices);
  }

  #render(
    program: ProgramName,
    target: Target,
    textures: Readonly<Record<string, WebGLTexture>>,
    values: Readonly<Record<string, readonly number[]>> = {},
  ): void {
    const gl = this.#gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, target.framebuffer);
    gl.viewport(0, 0, SEGMENTER_SIZE.width, SEGMENTER_SIZE.height);
    this.#run(program, textures, values);
  }

  #run(
    name: ProgramName,
    textures: Readonly<Record<string, WebGLTexture>>,
    values: Readonly<Record<string, readonly number[]>>,
  ): void {
    const gl = this.#gl;
    const program = this.#programs[name];
    gl.useProgram(program);
    Object.entries(textures).forEach(([uniform, texture], unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.bindSampler(unit, null);
      gl.uniform1i(gl.getUniformLocation(program, uniform), unit);
    });
    for (const [uniform, numbers] of Object.entries(values)) {
      const location = gl.getUniformLocation(program, uniform);
      if (numbers.length === 1) gl.uniform1fv(location, numbers);
      else gl.uniform2fv(location, numbers);
    }
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }
}

type ProgramName = "shrink" | "mask" | "weight" | "blur" | "compose";

/** Part of a picture that covers a frame of another shape, per axis. */
function coverScale(picture: SizedFrame, frame: SizedFrame): [number, number] {
  const ratio = (frame.width / frame.height) / (picture.width / picture.height);
  return ratio > 1 ? [1, 1 / ratio] : [ratio, 1];
}

function createTexture(gl: WebGL2RenderingContext): WebGLTexture {
  const texture = gl.createTexture();
  setFiltering(gl, texture);
  return texture;
}

function setFiltering(gl: WebGL2RenderingContext, texture: WebGLTexture): void {
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
}

function createTarget(
  gl: WebGL2RenderingContext,
  texture: WebGLTexture = gl.createTexture(),
): Target {
  const { width, height } = SEGMENTER_SIZE;
  setFiltering(gl, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  gl.framebufferTexture2D(
    gl.FRAMEBUFFER,
    gl.COLOR_ATTACHMENT0,
    gl.TEXTURE_2D,
    texture,
    0,
  );
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  return { texture, framebuffer };
}

function uploadImage(
  gl: WebGL2RenderingContext,
  texture: WebGLTexture,
  image: TexImageSource,
): void {
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(
    gl.TEXTURE_2D,
    0,
    gl.RGBA,
    gl.RGBA,
    gl.UNSIGNED_BYTE,
    image,
  );
}

function linkProgram(
  gl: WebGL2RenderingContext,
  fragment: string,
): WebGLProgram {
  const program = gl.createProgram();
  for (
    const [type, source] of [
      [gl.VERTEX_SHADER, VERTEX_SHADER],
      [gl.FRAGMENT_SHADER, fragment],
    ] as const
  ) {
    const shader = gl.createShader(type);
    if (!shader) throw new Error("The WebGL context is lost");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    throw new Error(`A shader does not link: ${gl.getProgramInfoLog(program)}`);
  }
  return program;
}
