/**
 * Texts of notices and announcements in all languages, which are loaded after
 * the page.
 *
 * @module
 */
import type { Language } from "./language.ts";
import type { NoticeStrings } from "./notice_string_keys.ts";

/** All languages. */
export const NOTICE_STRINGS: Readonly<Record<Language, NoticeStrings>> = {
  en: {
    cameraReplaced: "Your camera was unplugged. Now using {name}",
    microphoneReplaced: "Your microphone was unplugged. Now using {name}",
    backgroundOverload:
      "This device can't keep up with the background effect, so it was turned off",
    backgroundFailed:
      "The background effect didn't start, so it was turned off",
    noiseFailed: "Strong noise suppression didn't start, so it was turned off",
    speakerLost: "Your speaker was unplugged. Now using the system default",
    cameraInterrupted:
      "Your device paused your camera. A call, a switch or another app may be the cause",
    microphoneInterrupted:
      "Your device muted your microphone. A call, a switch or another app may be the cause",
    cameraEndedNotice: "Your camera stopped",
    microphoneEndedNotice: "Your microphone stopped",
    cameraBack: "Your camera is back on",
    microphoneBack: "Your microphone is back on",
    screenSilent:
      "Your screen is shared without sound, so others don't hear themselves. To share sound, share a tab",
    screenFailed:
      "Couldn't share your screen. Your system may be blocking screen recording in this browser",
    chatFromPrivately: "{name} says to you privately: {text}",
    noticeFileReceived: "{name}'s file has arrived",
    noticeFileSent: "{name} received your file",
    noticeFileEnded: "A file transfer with {name} didn't finish",
    noticeFileNobody: "There's no one here to receive a file yet",
    noticeFileFolder:
      "Folders can’t be sent. Compress the folder, or choose the files in it.",
    noticeFileTooMany: "Too many files at once. Some were not sent",
    recordingEnded: "{name} stopped recording",
    recordingSaved: "Recording saved to your downloads",
    recordingFull:
      "Recording stopped because storage is full. Everything so far was saved",
    recordingFailed: "Recording stopped because of an error",
    roomLockedNotice: "The room is now locked. New people have to ask to join",
    roomUnlockedNotice: "The room is unlocked",
    mutedBy: "{name} muted you",
    mutedSpeech: "You're muted, so others can't hear you",
    mutedSpeechKey: "You're muted. Press M to unmute",
    nowHost: "You're now a host",
    kicked: "{name} was removed from the call",
    nobodyFits: "The room is full. No one else can be admitted",
    saidReaction: "{name} reacted: {text}",
    handRaisedBy: "{name} raised a hand",
    handLoweredBy: "{name} lowered your hand",
    saidHandRaised: "Your hand is raised",
    saidHandLowered: "Your hand is lowered",
    left: "{name} left",
    lost: "{name} lost connection",
    signalingBack: "Reconnected to the server",
    onlineNotice: "You're back online. Reconnecting…",
    saidSharing: "{name} is sharing their screen",
    saidNotSharing: "{name} stopped sharing their screen",
    drawingAllowed: "You can draw on {name}'s screen",
    drawingEnded: "You can no longer draw on {name}'s screen",
    saidAnnotating: "{name} is drawing on the shared screen",
    saidReconnecting: "Lost connection to {name}. Reconnecting",
    saidBack: "Reconnected to {name}",
    saidFailed: "Couldn't connect to {name}",
    saidMuted: "Your microphone is muted",
    saidUnmuted: "Your microphone is on",
    saidMotion: "Your shared screen moves smoothly",
    saidSharp: "Your shared screen shows sharp text",
    saidCameraOff: "Your camera is off",
    saidCameraOn: "Your camera is on",
    saidOwnSharing: "You're sharing your screen",
    saidOwnNotSharing: "You stopped sharing your screen",
    saidLayout: "Layout: {name}",
    codeRequested:
      "{name} wants to compare a code with you. It's under {name} in the list of participants.",
    verificationLost:
      "{name}'s connection has changed. Verify it by voice again.",
    codeChanged:
      "The code of this server has changed. Its hash is in the connection check.",
    forgedNotice: "A changed message in {name}'s name was ignored",
    beyondNotice: "Your video quality was lowered to keep the call smooth",
  },
  ko: {
    cameraReplaced: "카메라 연결이 해제됐어요. 지금 쓰는 카메라: {name}",
    microphoneReplaced: "마이크 연결이 해제됐어요. 지금 쓰는 마이크: {name}",
    backgroundOverload:
      "이 기기에서 배경 효과를 처리하기 버거워서 효과를 껐어요",
    backgroundFailed: "배경 효과를 시작하지 못해서 껐어요",
    noiseFailed: "강력한 소음 제거를 시작하지 못해서 껐어요",
    speakerLost: "스피커 연결이 해제되어 시스템 기본 스피커를 사용해요",
    cameraInterrupted:
      "기기에서 카메라를 멈췄어요. 통화, 스위치 또는 다른 앱 때문일 수 있어요",
    microphoneInterrupted:
      "기기에서 마이크를 껐어요. 통화, 스위치 또는 다른 앱 때문일 수 있어요",
    cameraEndedNotice: "카메라가 중지됐어요",
    microphoneEndedNotice: "마이크가 중지됐어요",
    cameraBack: "카메라가 다시 켜졌어요",
    microphoneBack: "마이크가 다시 켜졌어요",
    screenSilent:
      "다른 참가자에게 울림이 생기지 않도록 소리 없이 화면을 공유해요. 소리도 공유하려면 탭을 공유하세요",
    screenFailed:
      "화면을 공유하지 못했어요. 시스템에서 이 브라우저의 화면 기록을 막고 있을 수 있어요",
    chatFromPrivately: "{name} 님이 나에게만 보낸 메시지: {text}",
    noticeFileReceived: "{name} 님이 보낸 파일이 도착했어요",
    noticeFileSent: "{name} 님이 파일을 받았어요",
    noticeFileEnded: "{name} 님과의 파일 전송이 끝나지 못했어요",
    noticeFileNobody: "아직 파일을 받을 사람이 없어요",
    noticeFileFolder:
      "폴더는 보낼 수 없어요. 폴더를 압축하거나 안에 든 파일을 골라 주세요.",
    noticeFileTooMany:
      "한 번에 보낼 수 있는 파일 수를 넘어 일부는 보내지 않았어요",
    recordingEnded: "{name} 님이 녹화를 중지했어요",
    recordingSaved: "녹화 파일을 다운로드했어요",
    recordingFull:
      "저장 공간이 가득 차서 녹화를 중지했어요. 지금까지의 녹화는 저장했어요",
    recordingFailed: "문제가 생겨서 녹화를 중지했어요",
    roomLockedNotice:
      "방이 잠겼어요. 이제 새로 오는 사람은 참여를 요청해야 해요",
    roomUnlockedNotice: "방 잠금이 해제됐어요",
    mutedBy: "{name} 님이 내 마이크를 음소거했어요",
    mutedSpeech: "음소거 상태라 다른 사람에게 들리지 않아요",
    mutedSpeechKey: "음소거 상태예요. M 키를 누르면 음소거가 해제돼요",
    nowHost: "이제 호스트예요",
    kicked: "{name} 님이 통화에서 나가게 됐어요",
    nobodyFits: "방이 가득 차서 더는 입장을 허용할 수 없어요",
    saidReaction: "{name} 님의 반응: {text}",
    handRaisedBy: "{name} 님이 손을 들었어요",
    handLoweredBy: "{name} 님이 내 손을 내렸어요",
    saidHandRaised: "손을 들었어요",
    saidHandLowered: "손을 내렸어요",
    left: "{name} 님이 나갔어요",
    lost: "{name} 님의 연결이 끊겼어요",
    signalingBack: "서버에 다시 연결됐어요",
    onlineNotice: "다시 온라인이에요. 통화에 다시 연결하고 있어요…",
    saidSharing: "{name} 님이 화면을 공유하고 있어요",
    saidNotSharing: "{name} 님이 화면 공유를 중지했어요",
    drawingAllowed: "{name} 님의 화면에 그릴 수 있어요",
    drawingEnded: "이제 {name} 님의 화면에 그릴 수 없어요",
    saidAnnotating: "{name} 님이 공유 화면에 그리고 있어요",
    saidReconnecting: "{name} 님과 연결이 끊겨 다시 연결하고 있어요",
    saidBack: "{name} 님과 다시 연결됐어요",
    saidFailed: "{name} 님과 연결하지 못했어요",
    saidMuted: "마이크가 음소거됐어요",
    saidUnmuted: "마이크가 켜졌어요",
    saidMotion: "공유 화면을 부드럽게 보여줘요",
    saidSharp: "공유 화면을 선명하게 보여줘요",
    saidCameraOff: "카메라가 꺼졌어요",
    saidCameraOn: "카메라가 켜졌어요",
    saidOwnSharing: "화면을 공유하고 있어요",
    saidOwnNotSharing: "화면 공유를 중지했어요",
    saidLayout: "레이아웃: {name}",
    codeRequested:
      "{name} 님이 코드를 비교하려고 해요. 참여자 목록에서 {name} 님의 메뉴를 여세요.",
    verificationLost:
      "{name} 님의 연결이 바뀌었어요. 음성으로 다시 확인하세요.",
    codeChanged:
      "이 서버의 Maru 코드가 바뀌었어요. 연결 점검에서 해시를 볼 수 있어요.",
    forgedNotice: "{name} 님의 이름으로 온 변조된 메시지를 무시했어요",
    beyondNotice: "통화가 끊기지 않도록 내 영상 화질을 낮췄어요",
  },
};
