/**
 * Profile of a member, which it sends to the others in `info`.
 *
 * @module
 */
import { cleanDisplayName } from "../../../signaling/display_name.ts";
import {
  type MemberInfo,
  PAGE_MAX_MEMBERS,
} from "../../../signaling/protocol.ts";
import { readVideoCodecs, type VideoCodecName } from "../peer/video_codec.ts";

/** The part of `info` that the page uses. */
export interface MemberProfile {
  /** Empty when the person entered none. */
  readonly name: string;
  readonly muted: boolean;
  readonly cameraOff: boolean;
  /** True while the system of the member keeps its camera from the page. */
  readonly cameraInterrupted: boolean;
  /** True while the member shares its screen. */
  readonly sharing: boolean;
  /** True while every member may point and draw on its screen. */
  readonly annotatable: boolean;
  /** Otherwise the ids of those who may, with its own; empty for nobody. */
  readonly annotatableBy: readonly string[];
  /** Video codecs that the member encodes cheaply. */
  readonly videoCodecs: readonly VideoCodecName[];
  /** True while the member records the call. */
  readonly recording: boolean;
}

/** Reads the `info` of another member; missing and malformed fields get a default. */
export function readMemberProfile(info: MemberInfo): MemberProfile {
  return {
    name: typeof info.name === "string" ? cleanDisplayName(info.name) : "",
    muted: info.muted === true,
    cameraOff: info.cameraOff === true,
    cameraInterrupted: info.cameraInterrupted === true,
    sharing: info.sharing === true,
    videoCodecs: readVideoCodecs(info.videoCodecs),
    annotatable: info.annotatable === true,
    annotatableBy: readMemberIds(info.annotatableBy),
    recording: info.recording === true,
  };
}

function readMemberIds(list: unknown): readonly string[] {
  return Array.isArray(list)
    ? list.filter((id) => typeof id === "string").slice(0, PAGE_MAX_MEMBERS)
    : [];
}
