/**
 * What the page says in Korean when it starts without a server.
 *
 * @module
 */
import type { OfflineStrings } from "./offline_en.ts";

/** Korean; part of the page's table. */
export const offlineKo: OfflineStrings = {
  offlineTitle: "서버에 연결되지 않았어요",
  offlineText:
    "마루를 열었던 서버가 지금 응답하지 않아요. 서버가 돌아오면 이 페이지가 알아서 다시 연결해요.",
  offlineHint:
    "인터넷이 되고 다른 사람은 들어갈 수 있다면, 서버가 꺼져 있거나 다른 네트워크에 있을 수 있어요.",
  offlineLooking: "서버를 찾고 있어요…",
  offlineStill: "아직 응답이 없어요. 계속 찾고 있을게요.",
};
