/**
 * What the page says in Korean.
 *
 * @module
 */
import { checkKo } from "./check_ko.ts";
import { filesKo } from "./files_ko.ts";
import type { Strings } from "./en.ts";

/** The words of the page in Korean. */
export const ko: Strings = {
  ...checkKo,
  ...filesKo,

  language: "언어",
  tagline: "함께 둘러앉는 마루",
  startText:
    "방을 열고 링크를 보내면 바로 이야기할 수 있습니다. 영상과 음성은 브라우저끼리 직접 오가며, 설치도 계정도 필요 없습니다.",
  newRoom: "새 방 열기",
  orJoin: "또는 방 이름으로 들어가기",
  roomName: "방 이름",
  go: "들어가기",
  badRoomName: "방 이름은 글자나 숫자, “-”, “_”로 1~64자까지 쓸 수 있습니다.",
  trustDevice: "이 기기에서 이 서버를 신뢰하기",
  fact1: "브라우저에서 브라우저로",
  fact1Text: "서버는 서로를 소개하고 물러납니다.",
  fact2: "끊겨도 이어집니다",
  fact2Text: "연결이 끊기거나 서버가 다시 시작해도 통화는 계속됩니다.",
  fact3: "내 서버",
  fact3Text: "내 컴퓨터에서 돌아가며 다른 곳에 아무것도 묻지 않습니다.",

  lobbyTitle: "들어갈 준비가 되셨나요?",
  room: "방",
  yourName: "이름",
  namePlaceholder: "다른 사람에게 보일 이름",
  join: "들어가기",
  joining: "들어가는 중…",
  camera: "카메라",
  microphone: "마이크",
  systemDefault: "시스템 기본값",
  cameraNumber: "카메라 {n}",
  microphoneNumber: "마이크 {n}",
  preview: "내 화면 미리보기",
  cameraIsOff: "카메라가 꺼져 있습니다",
  cameraStarting: "카메라를 켜는 중…",
  tryAgain: "다시 시도",
  canStillJoin: "그대로 들어가셔도 됩니다.",
  back: "뒤로",

  cameraRefused:
    "브라우저가 카메라를 쓸 수 없습니다. 주소창에서 허용한 뒤 다시 시도해 주세요.",
  cameraMissing: "카메라를 찾지 못했습니다.",
  cameraBusy:
    "카메라가 켜지지 않습니다. 다른 프로그램이 쓰고 있을 수 있습니다.",
  cameraInsecure: "카메라는 https에서만 쓸 수 있습니다.",
  cameraEnded: "카메라가 분리되었거나 사용할 수 없게 되었습니다.",
  microphoneRefused:
    "브라우저가 마이크를 쓸 수 없습니다. 주소창에서 허용한 뒤 다시 시도해 주세요.",
  microphoneMissing: "마이크를 찾지 못했습니다.",
  microphoneBusy:
    "마이크가 켜지지 않습니다. 다른 프로그램이 쓰고 있을 수 있습니다.",
  microphoneInsecure: "마이크는 https에서만 쓸 수 있습니다.",
  microphoneEnded: "마이크가 분리되었거나 사용할 수 없게 되었습니다.",

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
    "화면을 공유하지 못했습니다. 시스템이 브라우저의 화면 기록을 막고 있을 수 있습니다.",
  pin: "{name} 고정",
  unpin: "{name} 고정 해제",
  fullScreen: "{name} 전체 화면",
  leaveFullScreen: "전체 화면 끝내기: {name}",
  pictureInPicture: "{name} 작은 창으로 보기",
  hideSelf: "내 화면 숨기기",
  showSelf: "내 화면 보이기",
  chat: "채팅",
  openChat: "채팅 열기",
  closeChat: "채팅 닫기",
  unread: "읽지 않음 {n}",
  closePanel: "{name} 닫기",
  more: "더 보기",
  copyLink: "링크 복사",
  leave: "나가기",
  controls: "통화 조작",
  participants: "참여자",
  tileOf: "{name}, {state}",
  muted: "음소거됨",
  aloneTitle: "아직 혼자입니다",
  aloneText: "이야기할 사람에게 이 링크를 보내 주세요.",
  hearAll: "소리가 꺼져 있습니다. 켜기",

  connecting: "연결 중",
  connected: "연결됨",
  direct: "직접 연결",
  relayed: "중계 연결",
  reconnecting: "다시 연결 중",
  failed: "연결 안 됨",
  noAnswer: "상대 페이지가 아직 답하지 않습니다. 계속 시도합니다.",
  noPath: "두 사람 사이의 네트워크 경로를 찾지 못했습니다. 계속 시도합니다.",

  chatEmpty: "아직 대화가 없습니다. 메시지는 모두에게 전달됩니다.",
  chatPlaceholder: "메시지 쓰기",
  send: "보내기",
  chatFrom: "{name}: {text}",

  joined: "{name} 님이 들어왔습니다",
  left: "{name} 님이 나갔습니다",
  lost: "{name} 님의 연결이 끊겼습니다",
  signalingLost:
    "서버에 연결할 수 없습니다. 통화는 계속되며 다시 연결하고 있습니다.",
  signalingBack: "서버에 다시 연결되었습니다",
  signalingDown: "서버에 다시 연결하는 중",
  linkCopied: "링크를 복사했습니다",
  linkNotCopied: "링크를 복사하지 못했습니다. 주소창에 있습니다.",
  cameraEndedNotice: "카메라를 쓸 수 없게 되었습니다",
  microphoneEndedNotice: "마이크를 쓸 수 없게 되었습니다",
  dismiss: "닫기",

  leftTitle: "통화에서 나왔습니다",
  leftText: "방은 안에 있는 사람들을 위해 열려 있습니다.",
  rejoin: "다시 들어가기",
  toStart: "처음으로",
  refusedTitle: "들어가지 못했습니다",
  refusedFull: "방이 가득 찼습니다. 누군가 나간 뒤 다시 시도해 주세요.",
  refusedBadRoom: "방 이름으로 쓸 수 없는 이름입니다.",
  refusedServerFull: "지금은 서버에 자리가 없습니다. 잠시 뒤 다시 시도합니다.",
  refusedAddressFull:
    "같은 네트워크에서 온 연결이 너무 많습니다. 잠시 뒤 다시 시도합니다.",
  refusedReplaced: "다른 곳에서 이 통화에 들어왔습니다.",
  refusedOther: "서버가 연결을 닫았습니다.",
  waitingForServer: "서버가 아직 답하지 않습니다. 계속 시도합니다.",
};
