/**
 * Actions about devices, which are saved as preferences.
 *
 * @module
 */
import type { Call } from "../engine/call/call.ts";
import type { Visit } from "../engine/call/visit.ts";
import type { CallState } from "../engine/call/call_state.ts";
import type { ListedDeviceKind } from "../engine/media/device_list.ts";
import {
  parseAudioProcessing,
  serializeAudioProcessing,
} from "../engine/media/audio_processing.ts";
import {
  parseMediaSettings,
  serializeMediaSettings,
} from "../engine/media/media_settings.ts";
import {
  type BackgroundEffect,
  parseBackgroundEffect,
} from "../engine/media/processing/background_effect.ts";
import type { Store } from "../engine/store.ts";
import type { DeviceActions } from "../view/context/device_actions.ts";
import type { Preferences } from "../view/context/preferences.ts";

/** Starts the devices with the saved preferences; on or off as before a reload. */
export function startDevices(
  call: Call,
  preferences: Preferences,
  visit: Visit | null,
): void {
  call.devices.restorePreferences({
    canChooseSpeaker: "setSinkId" in HTMLMediaElement.prototype,
    speakerId: preferences.get("speaker"),
    isPushToTalk: preferences.get("push-to-talk") !== null,
    isSelfMirrored: preferences.get("mirror-off") === null,
    detectsMutedSpeech: detectsMutedSpeech(preferences),
  });
  const settings = parseMediaSettings(preferences.get("media"));
  call.setMediaSettings(settings);
  const { background, noise } = call.processing;
  background.choose(parseBackgroundEffect(preferences.get("background")));
  noise.setEnabled(preferences.get("strong-noise-suppression") !== null);
  void call.media.start({
    camera: !settings.isSoundOnly &&
      !(visit?.cameraOff ?? preferences.get("camera-off") !== null),
    microphone: !(visit?.muted ?? preferences.get("muted") !== null),
    cameraId: preferences.get("camera"),
    microphoneId: preferences.get("microphone"),
    audioProcessing: parseAudioProcessing(preferences.get("sound")),
  });
  navigator.mediaDevices?.addEventListener(
    "devicechange",
    () => void call.media.refreshDevices(true),
  );
}

/**
 * The choice of the person. Firefox closes the device of a muted microphone,
 * and watching it would keep it open: there the default is off.
 */
function detectsMutedSpeech(preferences: Preferences): boolean {
  const choice = preferences.get("muted-speech");
  if (choice !== null) return choice === "on";
  const constraints = navigator.mediaDevices?.getSupportedConstraints() ?? {};
  return !("mediaSource" in constraints);
}

/** Device actions of one call. */
export function createDeviceActions(
  call: Call,
  store: Store<CallState>,
  preferences: Preferences,
): DeviceActions {
  const { media, devices, processing } = call;
  const choose = (kind: ListedDeviceKind, deviceId: string | null) => {
    preferences.set(kind, deviceId);
    if (kind === "speaker") devices.chooseSpeaker(deviceId);
    else void media.chooseDevice(kind, deviceId);
  };
  const setBackground = (effect: BackgroundEffect) => {
    preferences.set("background", effect === "none" ? null : effect);
    processing.background.choose(effect);
  };
  // Loaded when a background is chosen.
  const ownPicture = () => import("../platform/background/own_picture.ts");
  return {
    chooseDevice: choose,
    switchCamera: () => void media.switchCamera(),
    setMediaSettings: (part) => {
      const settings = { ...store.get().mediaSettings, ...part };
      preferences.set("media", serializeMediaSettings(settings));
      call.setMediaSettings(settings);
    },
    setAudioProcessing: (option, isOn) => {
      const audioProcessing = {
        ...media.state.audioProcessing,
        [option]: isOn,
      };
      preferences.set("sound", serializeAudioProcessing(audioProcessing));
      void media.setAudioProcessing(audioProcessing);
    },
    setStrongNoiseSuppression: (isOn) => {
      preferences.set("strong-noise-suppression", isOn ? "1" : null);
      processing.noise.setEnabled(isOn);
    },
    setBackground,
    readOwnPicture: async () => (await ownPicture()).readOwnPicture(),
    keepOwnPicture: async (file) => {
      const { keepOwnPicture } = await ownPicture();
      if (!await keepOwnPicture(file)) return false;
      // Also when the picture before is in use.
      processing.background.reload();
      setBackground("own");
      return true;
    },
    deleteOwnPicture: () => {
      if (store.get().processing.background.effect === "own") {
        setBackground("none");
      }
      void ownPicture().then(({ deleteOwnPicture }) => deleteOwnPicture());
    },
    subscribeInputLevel: (onLevel) => devices.inputLevel.subscribe(onLevel),
    testSpeaker: async () => {
      // A file of its own: few people test their speaker.
      const { webAudioTest } = await import("../platform/web_audio_check.ts");
      await webAudioTest.playTone(
        store.get().devices.speaker.deviceId ?? undefined,
      );
    },
    reportSpeakerFailure: (deviceId) => devices.onSpeakerFailed(deviceId),
    acceptDeviceOffer: () => {
      const { camera, microphone, speaker } = devices.acceptOffer();
      if (camera) preferences.set("camera", camera);
      if (microphone) preferences.set("microphone", microphone);
      if (speaker) preferences.set("speaker", speaker);
    },
    dismissDeviceOffer: () => devices.dismissOffer(),
    setPushToTalkEnabled: (isOn) => {
      preferences.set("push-to-talk", isOn ? "1" : null);
      devices.setPushToTalk(isOn);
    },
    setSelfMirrored: (isOn) => {
      preferences.set("mirror-off", isOn ? null : "1");
      devices.setSelfMirrored(isOn);
    },
    setMutedSpeechDetection: (isOn) => {
      preferences.set("muted-speech", isOn ? "on" : "off");
      devices.setMutedSpeechDetection(isOn);
    },
    setTalkHeld: (isHeld) =>
      isHeld ? devices.pushToTalk.press() : devices.pushToTalk.release(),
  };
}
