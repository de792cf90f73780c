/**
 * Functions of the call that pointer and pen use.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { SendChannelMessage } from "../peer/channel_multiplexer.ts";
import type { StateSlice } from "../store.ts";
import type { AnnotationGrant, AnnotationSummary } from "./annotation_state.ts";

/** Dependencies of {@linkcode Annotations}. */
export interface AnnotationsOptions {
  readonly clock: Clock;
  readonly summary: StateSlice<AnnotationSummary>;
  readonly selfId: () => string;
  readonly peerIds: () => readonly string[];
  /** True while a member shares its screen and lets the other draw on it. */
  readonly mayAnnotate: (screenId: string, by: string) => boolean;
  /** We may draw on the screen of a member from now on, or no longer. */
  readonly onPermission: (screenId: string, isAllowed: boolean) => void;
  /** Stream for a tile of our own screen; null while we share none. */
  readonly makeOwnScreen: () => MediaStream | null;
  /** Puts into our profile who may draw on our screen. */
  readonly publish: (grant: AnnotationGrant) => void;
  readonly send: SendChannelMessage;
}
