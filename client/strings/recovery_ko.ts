/**
 * What the page says in Korean when the device loses something and gets it
 * back.
 *
 * @module
 */
import type { RecoveryStrings } from "./recovery_en.ts";

/** Korean; part of the page's table. */
export const recoveryKo: RecoveryStrings = {
  deviceOffline: "오프라인이에요",
  offlineNotice: "오프라인이에요. 네트워크가 돌아오면 통화도 이어져요.",
  onlineNotice: "네트워크가 돌아왔어요. 다시 연결하고 있어요.",
  cameraBack: "카메라를 다시 켰어요",
  microphoneBack: "마이크를 다시 켰어요",
};
