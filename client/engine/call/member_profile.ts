/**
 * Profile of a member, which it sends to the others in `info`.
 *
 * @module
 */
import type { MemberInfo } from "../../../signaling/protocol.ts";
import type { ProfileVersion } from "./profile_order.ts";

/** Longest display name, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 60;

/** Longest id of a page, in UTF-16 code units. */
const MAX_SESSION_LENGTH = 64;

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

/** Reads the version of a profile; that of a page without versions is 0. */
export function readProfileVersion(info: MemberInfo): ProfileVersion {
  const { session, version } = info;
  return typeof session === "string" && typeof version === "number"
    ? { session: session.slice(0, MAX_SESSION_LENGTH), version }
    : { session: "", version: 0 };
}

/** A name without line breaks, direction marks and surrounding space, cut to `MAX_NAME_LENGTH`. */
export function cleanName(name: string): string {
  return name.normalize("NFC").replace(/[\p{Cc}\p{Bidi_Control}]/gu, " ")
    .replace(/\s+/g, " ").trim().slice(0, MAX_NAME_LENGTH).trimEnd();
}
