/**
 * Carries out what the person asks of devices, and keeps it for next time.
 *
 * @module
 */
import type { Call } from "../engine/call/call.ts";
import type { CallState } from "../engine/call/call_state.ts";
import type { KnownKind } from "../engine/media/device_list.ts";
import { keptSound, readSound } from "../engine/media/audio_processing.ts";
import type { Store } from "../engine/store.ts";
import type { DeviceActions } from "../view/context/device_actions.ts";
import type { Preferences } from "../view/context/preferences.ts";
import { webSound } from "../platform/web_sound.ts";

/** Starts the devices as the person left them. */
export function startDevices(call: Call, kept: Preferences): void {
  call.devices.start({
    canChooseSpeaker: "setSinkId" in HTMLMediaElement.prototype,
    speakerId: kept.get("speaker"),
    isPushToTalk: kept.get("push-to-talk") !== null,
  });
  void call.media.start({
    camera: kept.get("camera-off") === null,
    microphone: kept.get("muted") === null,
    cameraId: kept.get("camera"),
    microphoneId: kept.get("microphone"),
    sound: readSound(kept.get("sound")),
  });
  navigator.mediaDevices?.addEventListener(
    "devicechange",
    () => void call.media.refreshChoices(true),
  );
}

/** The actions about devices of one call. */
export function deviceActions(
  { media, devices }: Call,
  store: Store<CallState>,
  kept: Preferences,
): DeviceActions {
  const choose = (kind: KnownKind, deviceId: string | null) => {
    kept.set(kind, deviceId);
    if (kind === "speaker") devices.chooseSpeaker(deviceId);
    else void media.choose(kind, deviceId);
  };
  return {
    choose,
    turnCamera: () => void media.turnCamera(),
    setSound: (option, isOn) => {
      const sound = { ...store.get().media.sound, [option]: isOn };
      kept.set("sound", keptSound(sound));
      void media.setSound(sound);
    },
    listenLevel: (onLevel) => devices.level.listen(onLevel),
    testSpeaker: async () => {
      await webSound.tone(store.get().devices.speaker.deviceId ?? undefined);
    },
    speakerFailed: (deviceId) => devices.speakerFailed(deviceId),
    useOffer: () => {
      const { camera, microphone, speaker } = devices.useOffer();
      if (camera) kept.set("camera", camera);
      if (microphone) kept.set("microphone", microphone);
      if (speaker) kept.set("speaker", speaker);
    },
    dismissOffer: () => devices.dismissOffer(),
    setPushToTalk: (isOn) => {
      kept.set("push-to-talk", isOn ? "1" : null);
      devices.setPushToTalk(isOn);
    },
    talk: (isHeld) => isHeld ? devices.talk.hold() : devices.talk.release(),
  };
}
