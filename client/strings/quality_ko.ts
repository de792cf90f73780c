/**
 * What the page says about the quality of connections, in Korean.
 *
 * @module
 */
import type { qualityEn } from "./quality_en.ts";

/** Korean; part of the page's table. */
export const qualityKo: Readonly<Record<keyof typeof qualityEn, string>> = {
  quality: "연결 품질",
  qualityIs: "연결 상태: {grade}",
  gradeGood: "좋음",
  gradeFair: "보통",
  gradePoor: "나쁨",
  qualityMeasuring: "재는 중…",
  qualityAlone: "아직 연결을 잴 상대가 없어요.",
  carryingUnknown:
    "이 기기와 네트워크로 몇 명까지 통화할 수 있는지는 통화하면서 재요.",
  carryingAll:
    "이 기기와 네트워크로 {n}명까지 통화할 수 있어요. 여기서 만날 수 있는 최대 인원이에요.",
  carryingAtLeast: "이 기기와 네트워크로 적어도 {n}명까지 통화할 수 있어요.",
  carryingNetwork: "이 네트워크로는 {n}명쯤까지 통화할 수 있어요.",
  carryingDevice: "이 기기로는 {n}명쯤까지 통화할 수 있어요.",
  beyondCapacity:
    "지금 통화는 그보다 많아요. 내 화면을 더 작게 보내고, 소리를 먼저 보내요.",
  heldByDevice: "기기가 바빠서 내 화면을 더 작게 보내고 있어요.",
  heldByNetwork:
    "네트워크가 좁아서 내 화면을 더 작게 보내고, 소리를 먼저 보내요.",
  beyondNotice:
    "이 기기나 네트워크가 감당하기에는 사람이 많아요. 내 화면을 더 작게 보내요.",

  lossOwn: "내 네트워크에서 패킷이 사라지고 있어요.",
  lossTheirs: "{name} 님의 네트워크에서 패킷이 사라지고 있어요.",
  lossIn: "{name} 님이 보낸 패킷이 오는 길에 사라지고 있어요.",
  lossOut: "내가 보낸 패킷이 {name} 님에게 가는 길에 사라지고 있어요.",
  delayOwn: "내 네트워크의 응답이 느려요.",
  delayTheirs: "{name} 님 네트워크의 응답이 느려요.",
  delay: "{name} 님과 오가는 길이 멀거나 느려요.",
  jitterOwn: "내 네트워크의 전송이 고르지 않아요.",
  jitterTheirs: "{name} 님 네트워크의 전송이 고르지 않아요.",
  jitter: "{name} 님에게서 오는 전송이 고르지 않아요.",
  freezes: "{name} 님의 화면이 가끔 멈춰요.",
  frames: "{name} 님의 화면이 드문드문 와요.",
  deviceSlow: "이 기기가 화면을 따라가기 버거워해요.",

  roundTripTime: "왕복 시간",
  lossHere: "받을 때 손실",
  lossThere: "보낼 때 손실",
  jitterTime: "지터",
  bitrateIn: "받는 속도",
  bitrateOut: "보내는 속도",
  unitMs: "{n} ms",
  unitPercent: "{n}%",
  unitKbps: "{n} kbit/s",
  framesUnit: "{n} fps",
  graphOf: "지난 4분간 {name}, 최대 {most}",
  pictureIn: "상대 화면",
  pictureOut: "내 화면",
  noPicture: "없음",
  path: "경로",
  unknown: "알 수 없음",
};
