/**
 * Whether this browser can draw backgrounds.
 *
 * @module
 */

/** True with WebGL 2 on an `OffscreenCanvas`; Safari has it since version 17. */
export function canDrawBackgrounds(): boolean {
  try {
    const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
    gl?.getExtension("WEBGL_lose_context")?.loseContext();
    return gl !== null;
  } catch {
    return false;
  }
}
