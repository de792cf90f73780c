/**
 * What a member tells the others about itself in `info`.
 *
 * @module
 */
import type { MemberInfo } from "../../../signaling/protocol.ts";

/** Longest display name, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 60;

/** The part of `info` that Maru's page knows. */
export interface MemberProfile {
  /** Empty when the person gave none. */
  readonly name: string;
  readonly muted: boolean;
  readonly cameraOff: boolean;
  /** True while the member shares its screen. */
  readonly sharing: boolean;
}

/** Reads another member's `info`; what is missing is the harmless value. */
export function readMemberProfile(info: MemberInfo): MemberProfile {
  return {
    name: typeof info.name === "string" ? cleanName(info.name) : "",
    muted: info.muted === true,
    cameraOff: info.cameraOff === true,
    sharing: info.sharing === true,
  };
}

/** A name without line breaks, directions marks and surrounding space, cut to `MAX_NAME_LENGTH`. */
export function cleanName(name: string): string {
  return name.normalize("NFC").replace(/[\p{Cc}\p{Bidi_Control}]/gu, " ")
    .replace(/\s+/g, " ").trim().slice(0, MAX_NAME_LENGTH).trimEnd();
}
