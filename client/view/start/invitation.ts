/**
 * The invitation with which a page was opened, and why it did not admit; loaded
 * only with one. It imports nothing, since what it shared with the page would
 * make both larger.
 *
 * @module
 */
import type { ErrorCode } from "../../../signaling/protocol.ts";
import type { Language } from "../../strings/language.ts";

/** The invitation of a page. */
export interface PageInvitation {
  /** The token, and random letters by which this tab may use it again. */
  readonly token: string;
  /** Name that it suggests, or null; joining removes what cannot be seen. */
  readonly name: string | null;
}

/**
 * The invitation for a token of the address, or for one that this entry of the
 * history has kept.
 */
export function createPageInvitation(
  given: string | undefined,
  kept: unknown,
): PageInvitation | null {
  const token = given ? `${given}~${makeLetters()}` : kept;
  return typeof token === "string"
    ? { token, name: readSuggestedName(token) }
    : null;
}

function makeLetters(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(36).padStart(2, "0")).join("");
}

/** The name in the payload of a token (RFC 7519), or null. */
function readSuggestedName(token: string): string | null {
  const [, payload = ""] = token.split(".");
  try {
    const text = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
    const { name }: { name?: unknown } = Object(
      JSON.parse(new TextDecoder().decode(bytes)),
    );
    return typeof name === "string" ? name : null;
  } catch {
    return null;
  }
}

type InvitationCode = Extract<ErrorCode, `${string}invitation${string}`>;

const TEXTS: Readonly<
  Record<InvitationCode, Readonly<Record<Language, string>>>
> = {
  "invitation-needed": {
    en:
      "This server only opens rooms for people with an invitation. Ask the host for a link, or wait until they have started the call.",
    ko:
      "이 서버에서는 초대받은 사람만 방을 열 수 있어요. 호스트에게 초대 링크를 요청하거나 통화가 시작된 뒤 다시 시도해 주세요.",
  },
  "bad-invitation": {
    en:
      "This invitation link isn't valid. Check that you opened the whole link, or ask for a new one.",
    ko:
      "올바르지 않은 초대 링크예요. 링크 전체를 열었는지 확인하거나 새 링크를 요청해 주세요.",
  },
  "invitation-expired": {
    en: "This invitation has expired. Ask for a new link.",
    ko: "초대 기한이 지났어요. 새 링크를 요청해 주세요.",
  },
  "invitation-early": {
    en: "This invitation isn't valid yet. Try again at the agreed time.",
    ko: "아직 사용할 수 없는 초대예요. 약속한 시간에 다시 시도해 주세요.",
  },
  "invitation-used": {
    en:
      "This invitation has already been used, and works only once. Ask for a new link.",
    ko: "한 번만 쓸 수 있는 초대인데 이미 사용됐어요. 새 링크를 요청해 주세요.",
  },
  "invitation-other-room": {
    en: "This invitation is for another room.",
    ko: "다른 방의 초대예요.",
  },
};

/** The sentence for a code; empty for one that is not about invitations. */
export function explainRefusal(
  code: ErrorCode | null,
  language: Language,
): string {
  return isInvitationCode(code) ? TEXTS[code][language] : "";
}

function isInvitationCode(code: ErrorCode | null): code is InvitationCode {
  return code !== null && Object.hasOwn(TEXTS, code);
}
