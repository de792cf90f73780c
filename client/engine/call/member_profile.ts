/**
 * Profile of a member, which it sends to the others in `info`.
 *
 * @module
 */
import type { MemberInfo } from "../../../signaling/protocol.ts";

/** Longest display name, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 60;

/** The part of `info` that the page uses. */
export interface MemberProfile {
  /** Empty when the person entered none. */
  readonly name: string;
  readonly muted: boolean;
  readonly cameraOff: boolean;
  /** True while the member shares its screen. */
  readonly sharing: boolean;
}

/** Reads the `info` of another member; missing and malformed fields get a default. */
export function readMemberProfile(info: MemberInfo): MemberProfile {
  return {
    name: typeof info.name === "string" ? cleanName(info.name) : "",
    muted: info.muted === true,
    cameraOff: info.cameraOff === true,
    sharing: info.sharing === true,
  };
}

/** A name without line breaks, direction marks and surrounding space, cut to `MAX_NAME_LENGTH`. */
export function cleanName(name: string): string {
  return name.normalize("NFC").replace(/[\p{Cc}\p{Bidi_Control}]/gu, " ")
    .replace(/\s+/g, " ").trim().slice(0, MAX_NAME_LENGTH).trimEnd();
}
