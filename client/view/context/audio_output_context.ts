/**
 * Lets every element that plays others follow the speaker that was chosen.
 *
 * @module
 */
import { createContext, type RefObject } from "preact";
import { useContext, useEffect } from "preact/hooks";

/** The speaker for all that is heard. */
export interface Speaker {
  /** As `setSinkId` takes it, or null for the system's. */
  readonly speakerId: string | null;
  /** The browser does not play there. */
  readonly onFailure: (speakerId: string) => void;
}

/** Provided at the root of a room's page. */
export const SpeakerContext = createContext<Speaker>({
  speakerId: null,
  onFailure: () => {},
});

/** Plays an element at the chosen speaker, from now on and after each change. */
export function useSpeaker(ref: RefObject<HTMLMediaElement | null>): void {
  const { speakerId, onFailure } = useContext(SpeakerContext);
  useEffect(() => {
    const element = ref.current;
    const wanted = speakerId ?? "";
    if (!element || !("setSinkId" in element) || element.sinkId === wanted) {
      return;
    }
    element.setSinkId(wanted).catch(() => {
      if (speakerId !== null) onFailure(speakerId);
    });
  }, [speakerId]);
}
