/**
 * Format and file name of a recording.
 *
 * @module
 */

/** A media type that a browser can record, and the ending of its files. */
export interface RecordingFormat {
  readonly mimeType: string;
  readonly extension: "webm" | "mp4";
}

/**
 * Best first: VP8 costs the least CPU beside a call. WebM comes before MP4,
 * since a WebM file that ends anywhere still plays.
 */
const FORMATS: readonly RecordingFormat[] = [
  { mimeType: "video/webm;codecs=vp8,opus", extension: "webm" },
  { mimeType: "video/webm", extension: "webm" },
  { mimeType: "video/mp4", extension: "mp4" },
];

/** First format that the browser can record, or null. */
export function chooseFormat(
  isTypeSupported: (mimeType: string) => boolean,
): RecordingFormat | null {
  return FORMATS.find(({ mimeType }) => isTypeSupported(mimeType)) ?? null;
}

/** Name of the file: room, date and time of the start in the local time zone. */
export function recordingFileName(
  roomName: string,
  start: Date,
  extension: RecordingFormat["extension"],
): string {
  const pad = (value: number) => String(value).padStart(2, "0");
  const date = [
    start.getFullYear(),
    pad(start.getMonth() + 1),
    pad(start.getDate()),
  ];
  const time = pad(start.getHours()) + pad(start.getMinutes());
  return `${roomName}-${date.join("-")}-${time}.${extension}`;
}
