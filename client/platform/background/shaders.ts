/**
 * WebGL 2 shaders of the background. Textures have their first row at the top,
 * as frames do.
 *
 * @module
 */

/** One triangle that covers everything. */
export const VERTEX_SHADER = `#version 300 es
out vec2 uv;
void main() {
  vec2 corner = vec2(gl_VertexID % 2, gl_VertexID / 2) * 2.0;
  uv = corner;
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

const HEAD = `#version 300 es
precision mediump float;
in vec2 uv;
out vec4 color;
`;

/** Shrinks the frame, with the mean of a cell. */
export const SHRINK_SHADER = `${HEAD}
uniform sampler2D frame;
uniform vec2 cell;
void main() {
  vec2 d = cell * 0.25;
  color = 0.25 * (
    texture(frame, uv + d) + texture(frame, uv - d) +
    texture(frame, uv + vec2(d.x, -d.y)) + texture(frame, uv + vec2(-d.x, d.y))
  );
}`;

/** Blends the new mask with the last one, so that edges do not flicker. */
export const MASK_SHADER = `${HEAD}
uniform sampler2D mask;
uniform sampler2D last;
uniform float share;
void main() {
  color = vec4(mix(texture(last, uv).r, texture(mask, uv).r, share));
}`;

/** Weights the background by the mask, so that the person does not blur into it. */
export const WEIGHT_SHADER = `${HEAD}
uniform sampler2D frame;
uniform sampler2D mask;
void main() {
  float weight = max(1.0 - smoothstep(0.1, 0.6, texture(mask, uv).r), 0.004);
  color = vec4(texture(frame, uv).rgb * weight, weight);
}`;

/** Gaussian blur along one axis (13 taps). */
export const BLUR_SHADER = `${HEAD}
uniform sampler2D source;
uniform vec2 direction;
void main() {
  vec4 sum = vec4(0.0);
  float total = 0.0;
  for (int i = -6; i <= 6; i++) {
    float weight = exp(-float(i * i) / 18.0);
    sum += weight * texture(source, uv + float(i) * direction);
    total += weight;
  }
  color = sum / total;
}`;

/** Puts the person over the background; a canvas has its first row at the bottom. */
export const COMPOSE_SHADER = `${HEAD}
uniform sampler2D frame;
uniform sampler2D mask;
uniform sampler2D background;
uniform vec2 scale;
void main() {
  vec2 at = vec2(uv.x, 1.0 - uv.y);
  vec4 behind = texture(background, (at - 0.5) * scale + 0.5);
  float person = smoothstep(0.3, 0.7, texture(mask, at).r);
  color = vec4(mix(behind.rgb / behind.a, texture(frame, at).rgb, person), 1.0);
}`;
