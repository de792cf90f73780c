/**
 * What the page says in Korean to who uses the keyboard or a screen reader.
 *
 * @module
 */
import type { AccessStrings } from "./access_en.ts";

/** Korean; part of the page's table. */
export const accessKo: AccessStrings = {
  otherLanguage: "English",
  otherLanguageCode: "en",
  notices: "알림",
  shortcuts: "키보드 단축키",
  shortcutMicrophone: "마이크 음소거 또는 해제",
  shortcutCamera: "카메라 켜기 또는 끄기",
  shortcutScreen: "화면 공유 시작 또는 중지",
  shortcutChat: "채팅 열기 또는 닫기",
  shortcutFullScreen: "전체 화면 켜기 또는 끄기",
  shortcutLink: "통화 링크 복사",
  shortcutList: "단축키 목록 보기",
  shortcutsOn: "단축키 사용",
  shortcutsHint:
    "글을 쓰는 동안에는 작동하지 않아요. 꺼 두어도 이 목록은 메뉴에서 볼 수 있어요.",
  saidSharing: "{name} 님이 화면을 공유하고 있어요",
  saidNotSharing: "{name} 님이 화면 공유를 멈췄어요",
  saidReconnecting: "{name} 님과의 연결이 끊겨 다시 연결하고 있어요",
  saidBack: "{name} 님과 다시 연결됐어요",
  saidFailed: "{name} 님과 연결되지 않았어요",
  saidMuted: "마이크를 음소거했어요",
  saidUnmuted: "마이크가 켜졌어요",
  saidCameraOff: "카메라를 껐어요",
  saidCameraOn: "카메라가 켜졌어요",
  saidOwnSharing: "화면을 공유하고 있어요",
  saidOwnNotSharing: "화면 공유를 멈췄어요",
};
