/**
 * Illustration of the start page: a wooden floor in isometric projection with
 * three cushions.
 *
 * @module
 */
import type { JSX } from "preact";

const BAYS = [0, 1, 2];
const ROWS = [0, 1, 2, 3, 4, 5];
const CUSHIONS = [
  { x: 92, y: 206, hue: 0 },
  { x: 206, y: 92, hue: 1 },
  { x: 236, y: 236, hue: 2 },
];

/** Long beams with short planks between them. */
export function FloorIllustration(): JSX.Element {
  return (
    <svg class="floor" viewBox="0 0 560 372" aria-hidden="true">
      <path class="floor-edge" d="M20 180v18l260 150 260-150v-18L280 330Z" />
      <g transform="matrix(.8667 .5 -.8667 .5 280 30)">
        <rect class="floor-ground" width="300" height="300" rx="2" />
        {BAYS.map((bay) => (
          <g key={bay} transform={`translate(${8 + bay * 97} 0)`}>
            {ROWS.map((row) => (
              <rect
                key={row}
                class={`floor-plank tone-${(bay * 2 + row * 5) % 4}`}
                x="1"
                y={2 + row * 49.5}
                width="88"
                height="48"
              />
            ))}
            <rect class="floor-beam" x="90" y="0" width="6" height="300" />
          </g>
        ))}
        <rect class="floor-beam" x="2" y="0" width="6" height="300" />
        <path class="floor-light" d="M60 0H170L300 130V240Z" />
        <path class="floor-link" d="M92 206 206 92 236 236Z" />
        {CUSHIONS.map(({ x, y, hue }) => (
          <g key={hue} class={`cushion cushion-${hue}`}>
            <circle class="cushion-shade" cx={x + 7} cy={y + 7} r="35" />
            <circle class="cushion-side" cx={x + 3} cy={y + 3} r="34" />
            <circle class="cushion-top" cx={x} cy={y} r="34" />
            <circle class="cushion-seam" cx={x} cy={y} r="26" />
            <circle class="cushion-knot" cx={x} cy={y} r="4" />
          </g>
        ))}
      </g>
    </svg>
  );
}
