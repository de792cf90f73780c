/**
 * What the person can do on the page: the views call these and know nothing
 * of how they are done.
 *
 * @module
 */

import type { PanelName } from "../../engine/call/call_state.ts";
import type { DeviceActions } from "./device_actions.ts";
import type { InviteActions } from "./invite_actions.ts";

/** Camera or microphone. */
export type DeviceKind = "camera" | "microphone";

/** Everything that a view may ask for. */
export interface Actions extends DeviceActions, InviteActions {
  join(name: string): void;
  leave(): void;
  rejoin(): void;
  setDeviceEnabled(kind: DeviceKind, isOn: boolean): void;
  setScreenShareEnabled(isOn: boolean): void;
  sendChatMessage(text: string): void;
  sendFiles(files: readonly File[]): void;
  acceptFile(lineId: string): void;
  refuseFile(lineId: string): void;
  /** Null stops it for all receivers. */
  cancelFile(lineId: string, peerId: string | null): void;
  openPanel(panel: PanelName | null): void;
  cancelKnock(): void;
  answerKnock(id: string, isAdmitted: boolean): void;
  setRoomLocked(isLocked: boolean): void;
  makeHost(peerId: string): void;
  muteMember(peerId: string): void;
  removeMember(peerId: string, andLock: boolean): void;
  endRoom(): void;
  retryConnection(peerId: string): void;
  dismissNotice(noticeId: number): void;
}
