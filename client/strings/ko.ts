/**
 * Texts of the page in Korean.
 *
 * @module
 */
import type { Strings } from "./en.ts";

/** Korean; a text with a count has the one form that the language knows. */
export const ko: Strings = {
  // Any page

  language: "언어",
  tryAgain: "다시 시도",
  cancel: "취소",
  yes: "예",
  no: "아니요",
  you: "나",
  guest: "게스트",
  operator: "서버 운영자",
  toStart: "홈",
  checkLink: "연결 점검하기",
  trustThisDevice: "이 기기에서 이 서버 신뢰하기",
  learnLink: "통화의 원리",

  // Start page

  tagline: "함께 둘러앉는 마루",
  startText:
    "방을 만들고 링크를 보내면 바로 통화할 수 있어요. 설치도 계정도 필요 없어요.",
  newRoom: "새 방 만들기",
  orJoin: "또는 방 이름으로 참여하기",
  roomName: "방 이름",
  go: "참여하기",
  badRoomName:
    "방 이름은 글자, 숫자, “-”, “_”로 1자부터 64자까지 쓸 수 있어요.",
  fact1: "브라우저끼리 바로",
  fact1Text: "네트워크가 허용하면 음성과 영상을 참여자끼리 직접 주고받아요.",
  fact2: "끊겨도 이어져요",
  fact2Text: "연결이 끊기거나 서버가 다시 시작돼도 통화는 계속돼요.",
  fact3: "내 서버",
  fact3Text: "내 컴퓨터에서 실행되고 외부 서비스에 의존하지 않아요.",

  // Browsers that lack something

  unsupportedTitle: "이 브라우저에서는 통화할 수 없어요",
  obstacleNoWebrtc:
    "이 브라우저는 WebRTC를 지원하지 않거나 WebRTC가 꺼져 있어요.",
  obstacleNoDevices:
    "이 브라우저에서는 페이지가 카메라와 마이크를 쓸 수 없어요.",
  obstacleInApp:
    "{app} 앱 안에서 열면 카메라와 마이크가 작동하지 않을 수 있어요.",
  openElsewhere: "링크를 복사해서 {browser}에서 열어 주세요.",
  usualBrowsers: "Chrome, Edge, Firefox, Safari",

  // Lobby

  lobbyTitle: "참여할 준비가 됐나요?",
  room: "방",
  yourName: "이름",
  nameCut: "이름은 {n}자까지 쓸 수 있어요. 나머지는 잘랐어요.",
  namePlaceholder: "다른 사람에게 보일 이름",
  join: "참여하기",
  joining: "참여하고 있어요…",
  returnTitle: "통화로 돌아갈까요?",
  returnToCall: "통화로 돌아가기",
  otherTab: "다른 탭에서 이미 이 통화에 참여하고 있어요.",
  switchToThisTab: "이 탭으로 옮기기",
  joinHereToo: "여기서도 참여하기",
  preview: "내 영상 미리보기",
  cameraIsOff: "카메라가 꺼져 있어요",
  cameraStarting: "카메라를 켜고 있어요…",
  canStillJoin: "이대로도 참여할 수 있어요.",
  insideNobody: "아직 통화 중인 사람이 없어요",
  insideNames: { other: "{names} 님이 통화 중이에요" },
  insideMore: { other: "{names} 님 외 {n}명이 통화 중이에요" },
  insideCount: { other: "{n}명이 통화 중이에요" },
  insideAnd: "{a}, {b}",
  waitingForServer: "서버가 아직 응답하지 않아요. 계속 시도하고 있어요…",
  waitingToEnter: "참여를 요청하고 있어요…",
  waitingToEnterText:
    "방이 잠겨 있어요. 통화 중인 사람이 입장을 허용하면 참여할 수 있어요.",

  // Invitation

  invite: "초대",
  inviteTitle: "다른 사람 초대하기",
  inviteText:
    "링크가 있으면 누구나 참여할 수 있어요. 방이 잠겨 있을 때는 참여를 요청할 수 있어요.",
  inviteScan: "휴대폰 카메라로 스캔해 주세요",
  roomLink: "방 링크",
  linkLocalOnly:
    "이 링크는 이 컴퓨터에서만 열려요. 다른 사람을 초대하려면 다른 기기에서도 접속할 수 있는 주소로 마루를 열어 주세요.",
  shareLink: "공유",
  copyLink: "링크 복사",
  linkIsCopied: "복사했어요",
  linkCopied: "링크를 복사했어요",
  linkNotCopied: "링크를 복사하지 못했어요. 주소창에서 복사해 주세요.",
  showQr: "QR 코드 보기",
  qrOf: "{link} QR 코드",

  // Camera, microphone and speaker

  camera: "카메라",
  microphone: "마이크",
  speaker: "스피커",
  devices: "내 장치",
  systemDefault: "시스템 기본값",
  cameraNumber: "카메라 {n}",
  microphoneNumber: "마이크 {n}",
  speakerNumber: "스피커 {n}",
  testSpeaker: "스피커 테스트",
  testingSpeaker: "재생하고 있어요…",
  microphoneLevel: "마이크 입력 크기",
  hearNothing:
    "마이크에서 소리가 들리지 않아요. 말해 보거나 다른 마이크를 선택해 주세요.",
  cameraRefused:
    "카메라 접근이 차단되어 있어요. 주소창에서 허용한 뒤 다시 시도해 주세요.",
  refusedBySystem:
    "기기 설정에서 이 브라우저의 접근을 막고 있어요. 개인정보 보호나 앱 권한에서 허용한 뒤 다시 시도해 주세요.",
  cameraMissing: "카메라를 찾지 못했어요.",
  cameraBusy: "카메라를 켜지 못했어요. 다른 앱에서 사용 중일 수 있어요.",
  cameraInsecure: "카메라는 보안 연결(https)에서만 쓸 수 있어요.",
  cameraEnded:
    "카메라가 중지됐어요. 연결이 해제됐거나 다른 앱에서 사용 중일 수 있어요.",
  microphoneRefused:
    "마이크 접근이 차단되어 있어요. 주소창에서 허용한 뒤 다시 시도해 주세요.",
  devicesRefused:
    "카메라와 마이크 접근이 차단되어 있어요. 주소창에서 허용한 뒤 다시 시도해 주세요.",
  microphoneMissing: "마이크를 찾지 못했어요.",
  microphoneBusy: "마이크를 켜지 못했어요. 다른 앱에서 사용 중일 수 있어요.",
  microphoneInsecure: "마이크는 보안 연결(https)에서만 쓸 수 있어요.",
  microphoneEnded:
    "마이크가 중지됐어요. 연결이 해제됐거나 다른 앱에서 사용 중일 수 있어요.",
  microphoneOptions: "마이크 및 스피커 옵션",
  cameraOptions: "카메라 옵션",
  mirrorSelf: "내 영상 좌우 반전",
  newDevice: "새 장치: {name}",
  newDeviceNoName: "새 장치가 연결됐어요",
  useIt: "사용하기",
  anotherDevice: "다른 장치",

  // Settings

  settings: "설정",
  background: "배경",
  strongNoise: "강력한 소음 제거",
  strongNoiseHint: "키보드, 선풍기, 차 소리까지 줄여요. 배터리를 더 써요.",
  soundSettings: "오디오 설정",
  echoCancellation: "에코 제거",
  noiseSuppression: "소음 제거",
  autoGainControl: "음량 자동 조절",
  cameraSize: "카메라 해상도",
  frameRate: "프레임 속도",
  soundOnly: "소리만 사용",
  screenMotion: "부드러운 움직임",
  screenMotionHint:
    "공유 화면의 동영상이 부드러워져요. 글자를 보여줄 때는 꺼 주세요.",
  notifications: "알림",
  pushToTalk: "눌러서 말하기",
  holdToTalk: "누르고 말하기",
  holdToTalkKey: "또는 스페이스 바",
  talking: "내 목소리가 전달되고 있어요",
  talkIsOn: "마이크가 켜져 있어요",

  // Call

  controls: "통화 제어",
  mute: "음소거",
  unmute: "음소거 해제",
  cameraOn: "카메라 켜기",
  cameraOff: "카메라 끄기",
  turnCamera: "카메라 전환",
  shareScreen: "화면 공유",
  stopSharing: "화면 공유 중지",
  openChat: "채팅 열기",
  closeChat: "채팅 닫기",
  more: "더보기",
  leave: "통화 나가기",
  participants: "참여자",
  closePanel: "{name} 닫기",
  aloneTitle: "아직 다른 참여자가 없어요",
  aloneText: "함께 통화할 사람에게 이 링크를 보내 주세요.",
  hearAll: "소리 켜기",

  // Tiles

  tileOf: "{name}, {state}",
  connecting: "연결 중",
  connected: "연결됨",
  direct: "직접 연결",
  relayed: "중계 연결",
  reconnecting: "다시 연결 중",
  failed: "연결되지 않음",
  cameraIsPaused: "{name} 님의 기기가 카메라를 멈췄어요",
  noCommonFormat: "{name} 님의 브라우저와 함께 쓸 수 있는 영상 형식이 없어요",
  muted: "음소거됨",
  yourVideo: "내 영상",
  screenOf: "{name} 님의 화면",
  youAreSharing: "공유 중",
  stop: "중지",
  letDraw: "그리기 허용",
  yourScreen: "내 화면",
  annotate: "{name}에 그리기",
  annotationTools: "그리기 도구",
  penTool: "펜",
  pointerTool: "포인터",
  clearOwnMarks: "내 그림 지우기",
  clearAllMarks: "모든 그림 지우기",
  stopAnnotating: "그리기 끝내기",
  annotationArea:
    "그리기 영역. 방향키로 포인터를 옮기고 스페이스 바로 선을 시작하거나 끝내요.",
  pin: "{name} 고정",
  unpin: "{name} 고정 해제",
  fullScreen: "{name} 전체 화면",
  leaveFullScreen: "{name} 전체 화면 종료",
  pictureInPicture: "{name} 작은 창으로 보기",
  layout: "레이아웃",
  layoutAuto: "자동",
  layoutGrid: "바둑판",
  layoutSpeaker: "말하는 사람 크게",
  layoutSide: "나란히",
  floatingCall: "작은 창으로 보기",
  returnToPage: "탭으로 돌아가기",
  hideSelf: "내 영상 숨기기",
  showSelf: "내 영상 보기",

  // Chat

  chat: "채팅",
  send: "메시지 보내기",
  chatFrom: "{name} 님의 메시지: {text}",
  saveChat: "채팅 저장",
  transcriptTitle: "“{room}” 채팅, {time} 저장",
  transcriptNoPrivate: "개인 메시지는 들어 있지 않아요.",
  transcriptFile: "파일을 보냄: {file}",
  everyone: "모두",
  replyTo: "{name}에게 답장",
  unread: { other: "읽지 않은 메시지 {n}개" },

  // Files

  sendFiles: "파일 보내기",
  dropFiles: "여기에 놓으면 모두에게 파일을 보내요",
  noticeFileOffered:
    "{name} 님이 파일을 보내려고 해요. 채팅에서 받을 수 있어요",

  // Recording

  startRecording: "통화 녹화",
  stopRecording: "녹화 중지",
  recording: "녹화 중",
  recordingBy: "{name} 님이 녹화하고 있어요",
  ownRecording: "녹화하고 있어요. 모든 참여자에게 표시돼요",
  keptRecordings: "내 녹화",
  keptRecording: "이 브라우저에 녹화 파일이 있어요: {name}, {size}",
  saveRecording: "저장",
  deleteRecording: "삭제",

  // Participants, lock and hosts

  people: "참여자",
  host: "호스트",
  cameraIsOffShort: "카메라 꺼짐",
  peopleWaiting: { other: "{n}명이 참여를 기다리고 있어요" },
  roomLocked: "방이 잠겨 있어요",
  endRoom: "모두의 통화 종료",
  muteMember: "음소거",
  muteAll: "모두 음소거",
  volumeOf: "{name} 님 볼륨",
  mutedForMe: "나에게만 음소거됨",
  makeHost: "호스트로 지정",
  removeMember: "내보내기",
  knocksTitle: "참여를 기다리는 사람",
  knocks: "{name} 님이 참여를 요청했어요",
  admit: "입장 허용",
  admitName: "{name} 님 입장 허용",
  refuse: "거절",
  refuseName: "{name} 님 거절",
  moreKnocks: { other: "{n}명 더 기다리고 있어요" },

  // Reactions and raised hands

  reactions: "반응",
  reactThumbsUp: "좋아요",
  reactHeart: "하트",
  reactClap: "박수",
  reactLaugh: "웃음",
  reactSurprised: "놀람",
  reactCelebrate: "축하",
  raiseHand: "손들기",
  lowerHand: "손 내리기",
  handRaised: "손들기 순서 {n}번",

  // Notices of the call

  notices: "알림",
  dismiss: "닫기",
  joined: "{name} 님이 참여했어요",
  signalingLost:
    "서버와 연결이 끊겼어요. 다시 연결하는 동안에도 통화는 계속돼요",
  signalingDown: "서버에 다시 연결 중",
  deviceOffline: "오프라인이에요",
  offlineNotice: "오프라인이에요. 온라인이 되면 통화에 자동으로 다시 연결돼요",

  // Announcements to screen readers

  // Keyboard shortcuts

  shortcuts: "키보드 단축키",
  shortcutMicrophone: "마이크 음소거 또는 해제",
  shortcutCamera: "카메라 켜기 또는 끄기",
  shortcutScreen: "화면 공유 시작 또는 중지",
  shortcutMotion: "공유 화면을 부드럽게 또는 선명하게",
  shortcutChat: "채팅 열기 또는 닫기",
  shortcutPeople: "참여자 목록 열기 또는 닫기",
  shortcutLayout: "레이아웃 바꾸기",
  shortcutHand: "손들기 또는 손 내리기",
  shortcutFullScreen: "전체 화면 켜기 또는 끄기",
  shortcutLink: "통화 링크 복사",
  shortcutList: "단축키 목록 보기",

  // Connection quality

  quality: "연결 품질",
  qualityIs: "연결 상태: {grade}",
  gradeGood: "좋음",
  gradeFair: "보통",
  gradePoor: "나쁨",
  verified: "음성으로 확인됨",
  notVerified: "확인되지 않음",
  lossOwn: "내 네트워크에서 패킷이 손실되고 있어요.",
  lossTheirs: "{name} 님의 네트워크에서 패킷이 손실되고 있어요.",
  lossIn: "{name} 님에게서 받는 패킷이 손실되고 있어요.",
  lossOut: "{name} 님에게 보내는 패킷이 손실되고 있어요.",
  delayOwn: "내 네트워크의 지연 시간이 길어요.",
  delayTheirs: "{name} 님 네트워크의 지연 시간이 길어요.",
  delay: "{name} 님과의 지연 시간이 길어요.",
  jitterOwn: "내 네트워크가 불안정해요.",
  jitterTheirs: "{name} 님의 네트워크가 불안정해요.",
  jitter: "{name} 님과의 연결이 불안정해요.",
  freezes: "{name} 님의 영상이 가끔 멈춰요.",
  frames: "{name} 님의 영상이 매끄럽지 않아요.",
  pictureOwn: "영상이 낮은 화질로 들어오고 있어요.",
  pictureLow: "{name} 님의 영상이 낮은 화질로 들어오고 있어요.",
  deviceSlow: "내 기기가 영상을 재생하기 버거워요.",
  unitMs: "{n} ms",
  unitPercent: "{n}%",
  unitKbps: "{n} kbit/s",
  framesUnit: "{n} fps",
  noPicture: "없음",
  path: "경로",
  unknown: "알 수 없음",

  // After the call

  leftTitle: "통화에서 나왔어요",
  leftText: "남아 있는 참여자는 통화를 계속할 수 있어요.",
  rejoin: "다시 참여하기",
  refusedTitle: "통화에 참여하지 못했어요",
  refusedFull: "방이 가득 찼어요. 누군가 나간 뒤 다시 시도해 주세요.",
  refusedBadRoom: "사용할 수 없는 방 이름이에요.",
  refusedServerFull: "지금은 서버가 가득 찼어요. 잠시 뒤 다시 시도할게요…",
  refusedAddressFull:
    "같은 네트워크나 프록시에서 온 연결이 너무 많아요. 잠시 뒤 다시 시도할게요…",
  refusedKnock: "통화 중인 사람이 참여 요청을 거절했어요.",
  refusedNoAnswer:
    "아무도 참여 요청에 응답하지 않았어요. 다시 요청할 수 있어요.",
  refusedKnocksFull:
    "참여를 기다리는 사람이 너무 많아요. 잠시 뒤 다시 시도할게요…",
  refusedReplaced: "다른 탭이나 창에서 이 통화에 참여했어요.",
  refusedOther: "서버가 연결을 끊었어요.",
  removedTitle: "통화에서 나가게 됐어요",
  removedText: "호스트가 나를 내보냈어요.",
  endedTitle: "통화가 종료됐어요",
  endedText: "호스트가 모두의 통화를 종료했어요.",

  // Start without a server

  offlineTitle: "서버에 연결할 수 없어요",
  offlineText:
    "마루 서버가 응답하지 않아요. 서버가 다시 응답하면 이 페이지가 자동으로 연결해요.",
  offlineHint:
    "이 기기가 온라인이라면 서버가 꺼져 있거나 다른 네트워크에 있을 수 있어요.",
  offlineLooking: "서버에 연결하고 있어요…",
  offlineStill: "아직 응답이 없어요. 자동으로 다시 시도할게요.",
};
