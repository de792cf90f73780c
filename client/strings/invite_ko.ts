/**
 * What the page says in Korean about bringing others in.
 *
 * @module
 */
import type { inviteEn } from "./invite_en.ts";

/** Korean, for each key of the English. */
export const inviteKo: Readonly<Record<keyof typeof inviteEn, string>> = {
  invite: "초대",
  inviteTitle: "다른 사람 초대하기",
  inviteText: "이 링크를 열면 누구나 이 방 문 앞에 오게 돼요.",
  inviteScan: "휴대폰 카메라로 찍어 보세요",
  roomLink: "방 링크",
  shareLink: "공유",
  linkIsCopied: "복사했어요",
  showQr: "QR 코드",
  qrOf: "{link} QR 코드",
  insideNobody: "아직 아무도 없어요",
  insideOne: "{names} 님이 안에 있어요",
  insideMany: "{names} 님이 안에 있어요",
  insideMore: "{names} 님 외 {n}명이 안에 있어요",
  insideGuest: "1명이 안에 있어요",
  insideGuests: "{n}명이 안에 있어요",
  insideAnd: "{a}, {b}",
};
