/**
 * What the page says in Korean.
 *
 * @module
 */
import { accessKo } from "./access_ko.ts";
import { checkKo } from "./check_ko.ts";
import { devicesKo } from "./devices_ko.ts";
import { inviteKo } from "./invite_ko.ts";
import { filesKo } from "./files_ko.ts";
import type { Strings } from "./en.ts";
import { roomKo } from "./room_ko.ts";
import { offlineKo } from "./offline_ko.ts";
import { recoveryKo } from "./recovery_ko.ts";
import { qualityKo } from "./quality_ko.ts";

/** The words of the page in Korean. */
export const ko: Strings = {
  ...accessKo,
  ...checkKo,
  ...roomKo,
  ...devicesKo,
  ...inviteKo,
  ...offlineKo,
  ...recoveryKo,
  ...qualityKo,
  ...filesKo,

  language: "언어",
  tagline: "함께 둘러앉는 마루",
  startText:
    "방을 열고 링크를 보내면 바로 이야기할 수 있어요. 영상과 음성은 브라우저끼리 직접 주고받고, 설치도 계정도 필요 없어요.",
  newRoom: "새 방 열기",
  orJoin: "또는 방 이름으로 들어가기",
  roomName: "방 이름",
  go: "들어가기",
  badRoomName:
    "방 이름은 글자, 숫자, “-”, “_”로 1자부터 64자까지 쓸 수 있어요.",
  trustDevice: "이 기기에서 이 서버 신뢰하기",
  fact1: "브라우저끼리 바로",
  fact1Text: "서버는 서로를 이어 주고 나면 물러나요.",
  fact2: "끊겨도 이어져요",
  fact2Text: "연결이 끊기거나 서버를 다시 켜도 통화는 계속돼요.",
  fact3: "내 서버",
  fact3Text: "내 컴퓨터에서 돌아가고, 다른 곳에는 아무것도 묻지 않아요.",

  lobbyTitle: "들어갈 준비가 됐나요?",
  room: "방",
  yourName: "이름",
  namePlaceholder: "다른 사람에게 보일 이름",
  join: "들어가기",
  joining: "들어가고 있어요…",
  camera: "카메라",
  microphone: "마이크",
  preview: "내 화면 미리보기",
  cameraIsOff: "카메라가 꺼져 있어요",
  cameraStarting: "카메라를 켜고 있어요…",
  tryAgain: "다시 시도",
  canStillJoin: "이대로 들어가도 괜찮아요.",
  back: "뒤로",

  cameraRefused:
    "브라우저가 카메라를 쓰지 못하게 되어 있어요. 주소창에서 허용한 뒤 다시 시도해 주세요.",
  cameraMissing: "카메라를 찾지 못했어요.",
  cameraBusy: "카메라가 켜지지 않아요. 다른 프로그램이 쓰고 있을 수 있어요.",
  cameraInsecure: "카메라는 https에서만 쓸 수 있어요.",
  cameraEnded: "카메라가 빠졌거나 쓸 수 없게 됐어요.",
  microphoneRefused:
    "브라우저가 마이크를 쓰지 못하게 되어 있어요. 주소창에서 허용한 뒤 다시 시도해 주세요.",
  microphoneMissing: "마이크를 찾지 못했어요.",
  microphoneBusy:
    "마이크가 켜지지 않아요. 다른 프로그램이 쓰고 있을 수 있어요.",
  microphoneInsecure: "마이크는 https에서만 쓸 수 있어요.",
  microphoneEnded: "마이크가 빠졌거나 쓸 수 없게 됐어요.",

  you: "나",
  guest: "손님",
  mute: "음소거",
  unmute: "음소거 해제",
  cameraOn: "카메라 켜기",
  cameraOff: "카메라 끄기",
  turnCamera: "카메라 전환",
  shareScreen: "화면 공유",
  stopSharing: "화면 공유 중지",
  screenOf: "{name} 님의 화면",
  ownScreen: "내 화면",
  screenFailed:
    "화면을 공유하지 못했어요. 시스템에서 브라우저의 화면 기록을 막고 있을 수 있어요.",
  pin: "{name} 고정",
  unpin: "{name} 고정 해제",
  fullScreen: "{name} 전체 화면",
  leaveFullScreen: "{name} 전체 화면 끝내기",
  pictureInPicture: "{name} 작은 창으로 보기",
  hideSelf: "내 화면 숨기기",
  showSelf: "내 화면 보이기",
  chat: "채팅",
  openChat: "채팅 열기",
  closeChat: "채팅 닫기",
  unread: "읽지 않은 메시지 {n}개",
  closePanel: "{name} 닫기",
  more: "더 보기",
  copyLink: "링크 복사",
  leave: "나가기",
  controls: "통화 제어",
  participants: "참여자",
  tileOf: "{name}, {state}",
  muted: "음소거됨",
  aloneTitle: "아직 아무도 없어요",
  aloneText: "함께 이야기할 사람에게 이 링크를 보내 주세요.",
  hearAll: "소리가 꺼져 있어요. 눌러서 켜기",

  connecting: "연결 중",
  connected: "연결됨",
  direct: "직접 연결",
  relayed: "중계 연결",
  reconnecting: "다시 연결 중",
  failed: "연결되지 않음",
  noAnswer: "상대의 페이지에서 아직 답이 없어요. 계속 시도하고 있어요.",
  noPath: "두 사람을 잇는 네트워크 경로를 찾지 못했어요. 계속 시도하고 있어요.",

  chatEmpty: "아직 대화가 없어요. 메시지는 통화 중인 모두에게 전달돼요.",
  chatPlaceholder: "메시지 입력",
  send: "보내기",
  chatFrom: "{name}: {text}",

  joined: "{name} 님이 들어왔어요",
  left: "{name} 님이 나갔어요",
  lost: "{name} 님의 연결이 끊겼어요",
  signalingLost:
    "서버와 연결이 끊겼어요. 통화는 계속되고, 서버에 다시 연결하고 있어요.",
  signalingBack: "서버에 다시 연결됐어요",
  signalingDown: "서버에 다시 연결하는 중",
  linkCopied: "링크를 복사했어요",
  linkNotCopied: "링크를 복사하지 못했어요. 주소창에서 복사해 주세요.",
  cameraEndedNotice: "카메라를 쓸 수 없게 됐어요",
  microphoneEndedNotice: "마이크를 쓸 수 없게 됐어요",
  dismiss: "닫기",

  leftTitle: "통화에서 나왔어요",
  leftText: "안에 있는 사람들은 통화를 계속할 수 있어요.",
  rejoin: "다시 들어가기",
  toStart: "처음으로",
  refusedTitle: "들어가지 못했어요",
  refusedFull: "방이 가득 찼어요. 누군가 나간 뒤 다시 시도해 주세요.",
  refusedBadRoom: "방 이름으로 쓸 수 없는 이름이에요.",
  refusedServerFull: "지금은 서버에 자리가 없어요. 잠시 뒤 다시 시도할게요.",
  refusedAddressFull:
    "같은 네트워크에서 온 연결이 너무 많아요. 잠시 뒤 다시 시도할게요.",
  refusedReplaced: "다른 곳에서 이 통화에 들어왔어요.",
  refusedOther: "서버가 연결을 끊었어요.",
  waitingForServer: "서버에서 아직 답이 없어요. 계속 시도하고 있어요.",
};
