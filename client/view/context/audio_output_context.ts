/**
 * Routes the sound of all media elements to the selected speaker.
 *
 * @module
 */
import { createContext, type RefObject } from "preact";
import { useContext, useEffect } from "preact/hooks";

/** Selected speaker. */
export interface AudioOutput {
  /** Argument of `setSinkId`, or null for the system default. */
  readonly deviceId: string | null;
  /** Called when the browser cannot play on this speaker. */
  readonly onFailure: (speakerId: string) => void;
}

/** Provided around the pages of a room. */
export const AudioOutputContext = createContext<AudioOutput>({
  deviceId: null,
  onFailure: () => {},
});

/**
 * Applies the selected speaker to an element, again after each change.
 *
 * @param ownId Speaker of this element alone, or null.
 */
export function useAudioOutput(
  ref: RefObject<HTMLMediaElement | null>,
  ownId: string | null = null,
): void {
  const { deviceId: sharedId, onFailure } = useContext(AudioOutputContext);
  const deviceId = ownId ?? sharedId;
  useEffect(() => {
    const element = ref.current;
    const sinkId = deviceId ?? "";
    if (!element || !("setSinkId" in element) || element.sinkId === sinkId) {
      return;
    }
    element.setSinkId(sinkId).catch(() => {
      if (deviceId !== null) onFailure(deviceId);
    });
  }, [deviceId]);
}
