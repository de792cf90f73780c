/**
 * Choices of a person on size, frame rate and content of what is sent and
 * received.
 *
 * @module
 */

/** Sizes of the camera by name; `auto` is 720p, and 1080p where it is shown so large. */
export const CAMERA_SIZES = {
  auto: null,
  "1080p": { width: 1920, height: 1080 },
  "720p": { width: 1280, height: 720 },
  "360p": { width: 640, height: 360 },
} as const;

/** Name of a size. */
export type CameraSizeName = keyof typeof CAMERA_SIZES;

/** Frame rates of the camera by name. */
export const FRAME_RATES = {
  auto: { ideal: 30 },
  "30": { ideal: 30, max: 30 },
  "10-15": { ideal: 10, max: 15 },
} as const satisfies Readonly<Record<string, ConstrainDoubleRange>>;

/** Name of a frame rate. */
export type FrameRateName = keyof typeof FRAME_RATES;

/** Codecs of sent video; `auto` is the best one that both devices encode cheaply. */
export const CODEC_CHOICES = ["auto", "AV1", "VP9", "H264", "VP8"] as const;

/** Most that all members together are sent, in kbit/s. */
export const UPLOAD_LIMITS = [
  "auto",
  "2000k",
  "1000k",
  "500k",
  "250k",
] as const;

/** All choices. */
export interface MediaSettings {
  readonly cameraSize: CameraSizeName;
  readonly frameRate: FrameRateName;
  readonly codec: typeof CODEC_CHOICES[number];
  readonly uploadLimit: typeof UPLOAD_LIMITS[number];
  /** Small video at a low frame rate, both ways. */
  readonly savesData: boolean;
  /** No video, both ways. */
  readonly isSoundOnly: boolean;
  /** Stereo at a high bitrate, without processing. */
  readonly isMusic: boolean;
  /** A shared screen moves smoothly instead of being sharp. */
  readonly isScreenMotion: boolean;
}

/** Choices of a new visitor. */
export const DEFAULT_MEDIA_SETTINGS: MediaSettings = {
  cameraSize: "auto",
  frameRate: "auto",
  codec: "auto",
  uploadLimit: "auto",
  savesData: false,
  isSoundOnly: false,
  isMusic: false,
  isScreenMotion: false,
};

/** Limit of a name in kbit/s. */
export function uploadLimitKbps(
  name: MediaSettings["uploadLimit"],
): number {
  return parseInt(name) || Infinity;
}

/** Longer side of video while data is saved, and its frame rate. */
export const SAVED_DATA = { px: 480, fps: 15 } as const;

const FLAGS = [
  ["savesData", "save-data"],
  ["isSoundOnly", "sound-only"],
  ["isMusic", "music"],
  ["isScreenMotion", "screen-motion"],
] as const;

/** Parses the output of {@linkcode serializeMediaSettings}; unknown words are ignored. */
export function parseMediaSettings(saved: string | null): MediaSettings {
  const words = new Set(saved?.split(" "));
  const has = (word: string) => words.has(word);
  return {
    cameraSize: (["1080p", "720p", "360p"] as const).find(has) ?? "auto",
    frameRate: has("30fps") ? "30" : has("10-15fps") ? "10-15" : "auto",
    codec: CODEC_CHOICES.find(has) ?? "auto",
    uploadLimit: UPLOAD_LIMITS.find(has) ?? "auto",
    savesData: has("save-data"),
    isSoundOnly: has("sound-only"),
    isMusic: has("music"),
    isScreenMotion: has("screen-motion"),
  };
}

/** Words of the choices that differ from those of a new visitor, or null. */
export function serializeMediaSettings(settings: MediaSettings): string | null {
  const { cameraSize, frameRate, codec, uploadLimit } = settings;
  return [
    ...[cameraSize, codec, uploadLimit].filter((name) => name !== "auto"),
    ...frameRate === "auto" ? [] : [`${frameRate}fps`],
    ...FLAGS.flatMap(([name, word]) => settings[name] ? [word] : []),
  ].join(" ") || null;
}

/** Rendered sizes that others are asked for. */
export function limitRequestedSize<
  T extends Record<"camera" | "screen", number>,
>(
  { camera, screen }: T,
  { savesData, isSoundOnly }: MediaSettings,
): { readonly camera: number; readonly screen: number } {
  if (isSoundOnly) return { camera: 0, screen: 0 };
  // Below this size a screen comes at a low frame rate.
  const maxPx = savesData ? SAVED_DATA.px - 1 : Infinity;
  return { camera: Math.min(camera, maxPx), screen: Math.min(screen, maxPx) };
}
