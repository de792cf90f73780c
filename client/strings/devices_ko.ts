/**
 * What the page says in Korean about choosing and trying devices.
 *
 * @module
 */
import type { devicesEn } from "./devices_en.ts";

/** Korean, for each key of the English. */
export const devicesKo: Readonly<Record<keyof typeof devicesEn, string>> = {
  settings: "설정",
  devices: "내 장치",
  systemDefault: "시스템 기본값",
  cameraNumber: "카메라 {n}",
  microphoneNumber: "마이크 {n}",
  speakerNumber: "스피커 {n}",
  testSpeaker: "소리 들어 보기",
  testingSpeaker: "재생 중…",
  microphoneLevel: "마이크 소리 크기",
  hearNothing:
    "이 마이크에서 아무 소리도 들리지 않아요. 말해 보거나 다른 마이크를 골라 주세요.",
  soundSettings: "소리 설정",
  echoCancellation: "울림 제거",
  echoCancellationHint: "스피커 소리가 마이크로 다시 들어가지 않게 해요.",
  noiseSuppression: "소음 줄이기",
  noiseSuppressionHint:
    "선풍기, 키보드, 바깥 소음을 줄여요. 음악을 들려줄 때는 꺼 주세요.",
  autoGainControl: "음량 자동 조절",
  autoGainControlHint: "작은 목소리는 키우고 큰 목소리는 줄여요.",
  pushToTalk: "눌러서 말하기",
  pushToTalkHint: "스페이스 바나 버튼을 누르고 있는 동안에만 소리가 전달돼요.",
  holdToTalk: "누르고 말하기",
  holdToTalkKey: "또는 스페이스 바",
  talking: "지금 들리고 있어요",
  talkIsOn: "마이크가 켜져 있어요",
  newDevice: "새 장치: {name}",
  newDeviceNoName: "새 장치가 연결됐어요",
  useIt: "사용하기",
  anotherDevice: "다른 장치",
  cameraReplaced: "카메라가 분리되어 {name}(으)로 바꿨어요",
  microphoneReplaced: "마이크가 분리되어 {name}(으)로 바꿨어요",
  speakerLost: "스피커가 분리되어 시스템 기본 스피커로 들려드려요",
};
