/**
 * Carries out what the person asks of devices, and keeps it for next time.
 *
 * @module
 */
import type { Call } from "../engine/call/call.ts";
import type { CallState } from "../engine/call/call_state.ts";
import type { ListedDeviceKind } from "../engine/media/device_list.ts";
import {
  parseAudioProcessing,
  serializeAudioProcessing,
} from "../engine/media/audio_processing.ts";
import type { Store } from "../engine/store.ts";
import type { DeviceActions } from "../view/context/device_actions.ts";
import type { Preferences } from "../view/context/preferences.ts";
import { webAudioTest } from "../platform/web_audio_check.ts";

/** Starts the devices as the person left them. */
export function startDevices(call: Call, kept: Preferences): void {
  call.devices.restorePreferences({
    canChooseSpeaker: "setSinkId" in HTMLMediaElement.prototype,
    speakerId: kept.get("speaker"),
    isPushToTalk: kept.get("push-to-talk") !== null,
  });
  void call.media.start({
    camera: kept.get("camera-off") === null,
    microphone: kept.get("muted") === null,
    cameraId: kept.get("camera"),
    microphoneId: kept.get("microphone"),
    sound: parseAudioProcessing(kept.get("sound")),
  });
  navigator.mediaDevices?.addEventListener(
    "devicechange",
    () => void call.media.refreshDevices(true),
  );
}

/** The actions about devices of one call. */
export function createDeviceActions(
  { media, devices }: Call,
  store: Store<CallState>,
  kept: Preferences,
): DeviceActions {
  const choose = (kind: ListedDeviceKind, deviceId: string | null) => {
    kept.set(kind, deviceId);
    if (kind === "speaker") devices.chooseSpeaker(deviceId);
    else void media.chooseDevice(kind, deviceId);
  };
  return {
    chooseDevice: choose,
    switchCamera: () => void media.switchCamera(),
    setAudioProcessing: (option, isOn) => {
      const sound = { ...store.get().media.audioProcessing, [option]: isOn };
      kept.set("sound", serializeAudioProcessing(sound));
      void media.setAudioProcessing(sound);
    },
    subscribeInputLevel: (onLevel) => devices.inputLevel.subscribe(onLevel),
    testSpeaker: async () => {
      await webAudioTest.playTone(
        store.get().devices.speaker.deviceId ?? undefined,
      );
    },
    reportSpeakerFailure: (deviceId) => devices.onSpeakerFailed(deviceId),
    acceptDeviceOffer: () => {
      const { camera, microphone, speaker } = devices.acceptOffer();
      if (camera) kept.set("camera", camera);
      if (microphone) kept.set("microphone", microphone);
      if (speaker) kept.set("speaker", speaker);
    },
    dismissDeviceOffer: () => devices.dismissOffer(),
    setPushToTalkEnabled: (isOn) => {
      kept.set("push-to-talk", isOn ? "1" : null);
      devices.setPushToTalk(isOn);
    },
    setTalkHeld: (isHeld) =>
      isHeld ? devices.pushToTalk.press() : devices.pushToTalk.release(),
  };
}
