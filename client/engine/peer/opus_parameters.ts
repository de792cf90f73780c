/**
 * Parameters by which audio is encoded (RFC 7587 §6.1). An encoder follows the
 * remote description, so ours is controlled there, on our side alone: in-band
 * FEC against loss, no packets during silence (DTX), for music stereo at a high
 * bitrate, and RED (RFC 2198), which repeats each packet in the next one.
 *
 * @module
 */

/** What an audio line carries. */
export type AudioContent = "speech" | "music";

/** How audio is encoded. */
export interface AudioCoding {
  /** Content of the audio lines in their order: microphone and screen. */
  readonly contents: readonly AudioContent[];
  /** True where packets are lost. */
  readonly isRedundant: boolean;
}

/** Bitrate of music. */
export const MUSIC_KBPS = 128;

type Parameters = Readonly<Record<string, number>>;

const PARAMETERS: Readonly<Record<AudioContent, Parameters>> = {
  speech: { useinbandfec: 1, usedtx: 1, stereo: 0 },
  music: {
    useinbandfec: 1,
    usedtx: 0,
    stereo: 1,
    maxaveragebitrate: MUSIC_KBPS * 1000,
  },
};

const AUDIO_LINE = /^m=audio \S+ \S+ (.*)$/m;
const OPUS = /^a=rtpmap:(\d+) opus\/48000/im;
const RED = /^a=rtpmap:(\d+) red\/48000/im;

/** A remote description that makes our browser encode so. */
export function setAudioCoding(
  sdp: string,
  { contents, isRedundant }: AudioCoding,
): string {
  return editAudioLines(sdp, (part, index) => {
    const content = contents[index] ?? contents.at(-1) ?? "speech";
    const opus = setOpusParameters(part, PARAMETERS[content]);
    return isRedundant ? preferRed(opus) : opus;
  });
}

/**
 * A local description that makes our browser decode stereo; Chromium mixes it
 * down otherwise. It does not ask the other side for stereo: that encodes as
 * its remote description is set there.
 */
export function decodeStereo(sdp: string): string {
  return editAudioLines(
    sdp,
    (part) => setOpusParameters(part, { stereo: 1 }),
  );
}

function editAudioLines(
  sdp: string,
  edit: (part: string, index: number) => string,
): string {
  let index = 0;
  // Each part begins with a media line.
  return sdp.split(/^(?=m=)/m)
    .map((part) => part.startsWith("m=audio ") ? edit(part, index++) : part)
    .join("");
}

function setOpusParameters(part: string, wanted: Parameters): string {
  const [rtpmap, id] = OPUS.exec(part) ?? [];
  if (!rtpmap || !id) return part;
  const fmtp = new RegExp(`^a=fmtp:${id} (.*)$`, "m").exec(part);
  const isOurs = (parameter: string) =>
    (parameter.split("=")[0]?.trim() ?? "") in wanted;
  const kept = (fmtp?.[1]?.trim().split(";") ?? [])
    .filter((parameter) => parameter && !isOurs(parameter));
  const added = Object.entries(wanted).map(([name, n]) => `${name}=${n}`);
  const line = `a=fmtp:${id} ${[...kept, ...added].join(";")}`;
  if (fmtp) return part.replace(fmtp[0], line);
  const end = part.includes("\r\n") ? "\r\n" : "\n";
  return part.replace(
    new RegExp(`^a=rtpmap:${id} .*$`, "m"),
    (found) => found + end + line,
  );
}

/** Moves RED to the front of the formats, where the browser has it. */
function preferRed(part: string): string {
  const id = RED.exec(part)?.[1];
  const formats = AUDIO_LINE.exec(part)?.[1]?.trim().split(" ") ?? [];
  if (!id || !formats.includes(id)) return part;
  const ordered = [id, ...formats.filter((format) => format !== id)].join(" ");
  return part.replace(
    AUDIO_LINE,
    (line) => line.replace(formats.join(" "), ordered),
  );
}
