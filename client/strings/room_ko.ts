/**
 * What the page says in Korean about the room: people, lock, knocking, hosts.
 *
 * @module
 */
import type { RoomStrings } from "./room_en.ts";

/** Korean; part of the page's table. */
export const roomKo: RoomStrings = {
  people: "참여자",
  peopleWaiting: "{n}명이 기다리고 있어요",
  host: "호스트",
  cameraIsOffShort: "카메라 꺼짐",
  roomLocked: "방이 잠겨 있어요",
  lockRoom: "방 잠그기",
  lockRoomText: "새로 온 사람은 노크하고, 안에 있는 누구나 들일 수 있어요.",
  endRoom: "모두의 통화 끝내기",
  endRoomAsk: "통화를 끝낼까요? 모두 방에서 나가게 돼요.",
  endRoomSure: "모두 끝내기",
  memberActions: "{name} 님 관리",
  muteMember: "음소거",
  makeHost: "호스트로 지정",
  removeMember: "내보내기",
  removeAsk: "{name} 님을 통화에서 내보낼까요?",
  removeAndLock: "내보내고 잠그기",
  removeOpenHint: "방을 잠그지 않으면 다시 들어올 수 있어요.",
  cancel: "취소",

  knocksTitle: "들어오려고 기다리는 사람",
  knocks: "{name} 님이 들어오고 싶어 해요",
  admit: "들이기",
  admitName: "{name} 님 들이기",
  refuse: "거절",
  refuseName: "{name} 님 거절",
  moreKnocks: "{n}명 더 기다리고 있어요",

  waitingToEnter: "들여보내 주기를 기다리고 있어요",
  waitingToEnterText:
    "방이 잠겨 있어요. 안에 있는 사람들이 내 이름을 보고 들여보낼 수 있어요.",

  roomLockedNotice: "방을 잠갔어요. 이제 새로 온 사람은 노크해요",
  roomUnlockedNotice: "방이 다시 열렸어요",
  mutedBy: "{name} 님이 내 마이크를 껐어요",
  nowHost: "이제 이 방의 호스트예요",
  expelled: "{name} 님을 내보냈어요",
  nobodyFits: "방이 가득 차서 더 들일 수 없어요",

  refusedKnock: "방 안에서 입장을 거절했어요.",
  refusedNoAnswer: "방 안에서 아무도 답하지 않았어요. 다시 노크할 수 있어요.",
  refusedKnocksFull:
    "이미 많은 사람이 이 방 앞에서 기다리고 있어요. 잠시 뒤 다시 시도할게요.",
  removedTitle: "통화에서 내보내졌어요",
  removedText: "방의 호스트가 나를 내보냈어요.",
  endedTitle: "통화가 끝났어요",
  endedText: "호스트가 모두의 통화를 끝냈어요.",
};
