/**
 * The icons of the page, drawn with one pen on a square of 24.
 *
 * @module
 */
import type { JSX } from "preact";

const PATHS = {
  microphone:
    "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21M8.5 21h7",
  microphoneOff:
    "M9 9.5V11a3 3 0 0 0 4.9 2.3M15 10.5V6a3 3 0 0 0-5.8-1.1M5.5 11a6.5 6.5 0 0 0 10.6 5M18.5 11c0 .9-.2 1.8-.5 2.5M12 17.5V21M8.5 21h7M4 3.5l16.5 17",
  camera:
    "M4.5 6.5h9a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2ZM15.5 11l6-3.5v9l-6-3.5",
  cameraOff:
    "M8.5 6.5h5a2 2 0 0 1 2 2v5M15.2 16.6a2 2 0 0 1-1.7.9h-9a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2M15.5 11l6-3.5v9l-3-1.750M3.5 3.5l16.5 17",
  turn:
    "M4 12a8 8 0 0 1 13.8-5.5L20.5 9M20.5 4v5h-5M20 12a8 8 0 0 1-13.8 5.5L3.5 15M3.5 20v-5h5",
  chat:
    "M5 4.5h14a2 2 0 0 1 2 2v8.5a2 2 0 0 1-2 2h-7.5L7 20.5V17H5a2 2 0 0 1-2-2V6.5a2 2 0 0 1 2-2ZM8 9.2h8M8 12.5h5",
  link:
    "M10 13.5a4 4 0 0 0 5.9.4l3-3a4.1 4.1 0 0 0-5.8-5.8l-1.5 1.5M14 10.5a4 4 0 0 0-5.9-.4l-3 3a4.1 4.1 0 0 0 5.8 5.8l1.5-1.5",
  leave:
    "M3.2 13.6c-.9-1-.9-2.3 0-3.2a12.5 12.5 0 0 1 17.6 0c.9.9.9 2.2 0 3.2l-1.3 1.3c-.4.4-1 .4-1.5.2l-2.6-1.4a1.3 1.3 0 0 1-.6-1.2v-1.6a10.5 10.5 0 0 0-5.6 0v1.6c0 .5-.2 1-.6 1.2L6 15.1c-.5.2-1.1.2-1.5-.2Z",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4 11.8 20.5 4 14 20.5l-2.8-6.2ZM11.2 14.3 20.5 4",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.3a6.5 6.5 0 0 1 3.5 5.7",
  arrow: "M4.5 12h15M13 5.5l6.5 6.5-6.5 6.5",
  sound:
    "M4 9.5h3.5L12 5.5v13l-4.5-4H4ZM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  screen:
    "M4.5 4.5h15a2 2 0 0 1 2 2v8.5a2 2 0 0 1-2 2h-15a2 2 0 0 1-2-2V6.5a2 2 0 0 1 2-2ZM8.5 20.5h7M12 13.5V8M9.3 10.5 12 7.8l2.7 2.7",
  screenOff:
    "M4.5 4.5h15a2 2 0 0 1 2 2v8.5a2 2 0 0 1-2 2h-15a2 2 0 0 1-2-2V6.5a2 2 0 0 1 2-2ZM8.5 20.5h7M9.5 8.2l5 5M14.5 8.2l-5 5",
  pin: "M9 3.5h6M10 3.5v6l-3.5 4v1.5h11V13.5l-3.5-4v-6M12 15v5.5",
  expand: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  shrink: "M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5",
  pip:
    "M4.5 5h15a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-15a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2ZM12.5 12h5.5v3.5h-5.5Z",
  hide:
    "M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6ZM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM4.5 3.5l15 17",
  show:
    "M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6ZM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  more:
    "M5.5 11.3a.7.7 0 1 0 0 1.4.7.7 0 0 0 0-1.4ZM12 11.3a.7.7 0 1 0 0 1.4.7.7 0 0 0 0-1.4ZM18.5 11.3a.7.7 0 1 0 0 1.4.7.7 0 0 0 0-1.4Z",
  bars: "M5.5 19v-4M12 19V10M18.5 19V5",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  dash: "M7 12h10",
  alert: "M12 6v7.5M12 17.5v.1",
  retry: "M20 12a8 8 0 1 1-2.3-5.7L20.5 9M20.5 4v5h-5",
} as const;

/** Name of an icon. */
export type IconName = keyof typeof PATHS;

/** One icon; the text beside it or its button's label says what it means. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
