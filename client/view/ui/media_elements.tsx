/**
 * Video and audio elements that play a `MediaStream`.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useAudioOutput } from "../context/audio_output_context.ts";
import { classNames } from "./class_names.ts";

/** Source and appearance of a video. */
export interface VideoProps {
  readonly stream: MediaStream | null;
  readonly isMirrored?: boolean;
  readonly isHidden?: boolean;
  readonly label: string;
}

/** A muted video, invisible until its first frame. */
export function Video(props: VideoProps): JSX.Element {
  const ref = useRef<HTMLVideoElement>(null);
  const [playing, setPlaying] = useState<MediaStream | null>(null);
  const { stream } = props;
  // Before the next paint: a player takes as long to start as a frame to arrive.
  useLayoutEffect(() => {
    const video = ref.current;
    if (!video || video.srcObject === stream) return;
    video.srcObject = stream;
    if (stream) video.play().catch(() => {});
  }, [stream]);
  const isShown = stream !== null && playing === stream && !props.isHidden;
  return (
    <video
      ref={ref}
      class={classNames(
        "video",
        props.isMirrored && "is-mirrored",
        isShown && "is-shown",
      )}
      aria-label={props.label}
      aria-hidden={!isShown}
      autoplay
      playsInline
      muted
      onPlaying={() => setPlaying(stream)}
    />
  );
}

/** Plays the sound of a stream; `onBlocked` when autoplay needs a click. */
export function Audio(
  { stream, volume, speakerId = null, onBlocked }: {
    readonly stream: MediaStream;
    /** Speaker of this sound alone, or null. */
    readonly speakerId?: string | null;
    /** 0 to 1. */
    readonly volume: number;
    readonly onBlocked: () => void;
  },
): JSX.Element {
  const ref = useRef<HTMLAudioElement>(null);
  useAudioOutput(ref, speakerId);
  useEffect(() => {
    const audio = ref.current;
    if (!audio) return;
    audio.srcObject = stream;
    audio.play().catch((error: unknown) => {
      if (error instanceof Error && error.name === "NotAllowedError") {
        onBlocked();
      }
    });
  }, [stream]);
  useLayoutEffect(() => {
    const audio = ref.current;
    if (!audio) return;
    audio.volume = volume;
    // Chromium measures nothing of a muted element: only where there is no other way.
    audio.muted = volume === 0 && !canSetVolume();
  }, [volume]);
  return <audio ref={ref} autoplay />;
}

let isVolumeSettable: boolean | null = null;

/** False where only the system sets the volume of media elements (iOS). */
export function canSetVolume(): boolean {
  if (isVolumeSettable === null) {
    const probe = document.createElement("audio");
    probe.volume = 0.5;
    isVolumeSettable = probe.volume === 0.5;
  }
  return isVolumeSettable;
}

/** Plays all media that the browser blocked or paused. */
export function resumeAllMedia(): void {
  for (const media of document.querySelectorAll("audio, video")) {
    if (media instanceof HTMLMediaElement && media.paused && media.srcObject) {
      media.play().catch(() => {});
    }
  }
}
