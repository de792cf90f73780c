/**
 * The logo of Maru: floor boards, since "maru" is the wooden floor of a Korean
 * house.
 *
 * @module
 */
import type { JSX } from "preact";

/** Logo and name. */
export function Brand(): JSX.Element {
  return (
    <span class="brand">
      <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
        <rect class="brand-ground" width="32" height="32" rx="8" />
        <g class="brand-planks">
          <rect x="6" y="6" width="3.2" height="20" rx="1" />
          <rect x="22.8" y="6" width="3.2" height="20" rx="1" />
          <rect x="11" y="6" width="10" height="5.4" rx="1" />
          <rect x="11" y="13.3" width="10" height="5.4" rx="1" />
          <rect x="11" y="20.6" width="10" height="5.4" rx="1" />
        </g>
      </svg>
      <span class="brand-name">Maru</span>
    </span>
  );
}
