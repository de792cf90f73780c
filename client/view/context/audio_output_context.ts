/**
 * Lets every element that plays others follow the speaker that was chosen.
 *
 * @module
 */
import { createContext, type RefObject } from "preact";
import { useContext, useEffect } from "preact/hooks";

/** The speaker for all that is heard. */
export interface AudioOutput {
  /** As `setSinkId` takes it, or null for the system's. */
  readonly deviceId: string | null;
  /** The browser does not play there. */
  readonly onFailure: (speakerId: string) => void;
}

/** Provided at the root of a room's page. */
export const AudioOutputContext = createContext<AudioOutput>({
  deviceId: null,
  onFailure: () => {},
});

/** Plays an element at the chosen speaker, from now on and after each change. */
export function useAudioOutput(ref: RefObject<HTMLMediaElement | null>): void {
  const { deviceId, onFailure } = useContext(AudioOutputContext);
  useEffect(() => {
    const element = ref.current;
    const wanted = deviceId ?? "";
    if (!element || !("setSinkId" in element) || element.sinkId === wanted) {
      return;
    }
    element.setSinkId(wanted).catch(() => {
      if (deviceId !== null) onFailure(deviceId);
    });
  }, [deviceId]);
}
