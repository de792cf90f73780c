/**
 * Entry of the start page and of rooms: connects browser, engine and views.
 *
 * @module
 */
import { canonicalizeRoomName, roomKeyOf } from "../signaling/room_name.ts";
import { createAlertActions, startAlerts } from "./actions/alert_actions.ts";
import { guardAgainstLeaving } from "./actions/leave_guard.ts";
import { createDeviceActions, startDevices } from "./actions/device_actions.ts";
import type { CallTrace } from "./actions/call_trace.ts";
import { RecordingLoader } from "./actions/recording_loader.ts";
import { createStageActions, startStage } from "./actions/stage_actions.ts";
import { type Embedding, notEmbedded } from "./embed/embedding.ts";
import { loadEmbedding } from "./embed/load_embedding.ts";
import { BASE_URL, serverPathOf } from "./engine/base_url.ts";
import { findBrowserObstacle } from "./engine/call/browser_obstacle.ts";
import { Call } from "./engine/call/call.ts";
import type { CallPlatform } from "./engine/call/call_platform.ts";
import { INITIAL_CALL_STATE } from "./engine/call/call_state.ts";
import { systemClock } from "./engine/clock.ts";
import { Store } from "./engine/store.ts";
import {
  createInviteActions,
  watchInvitation,
  watchRoomRoster,
} from "./actions/invite_actions.ts";
import type { Actions } from "./view/context/actions.ts";
import {
  mountRoomPage,
  mountStartPage,
  mountUnsupportedPage,
} from "./view/mount.tsx";
import { maxRenderedSizes } from "./engine/quality/rendered_size.ts";
import {
  isFloating,
  measureFloatingSizes,
} from "./view/floating/floating_window.ts";
import { measureRenderedSizes } from "./view/stage/rendered_sizes.ts";
import { noteConnecting, whenSettled } from "./view/context/connecting.ts";
import { holdUpdates } from "./view/context/frame_updates.ts";
import type { Preferences } from "./view/context/preferences.ts";
import { registerServiceWorker } from "./service_worker/register_service_worker.ts";
import { makeFilePlatform } from "./platform/browser_file_platform.ts";
import { deriveProofKey } from "./engine/trust/message_proof.ts";
import { makeRoomKeyText, readRoomKey } from "./engine/trust/room_key.ts";
import {
  createRoomLink,
  findRoomLink,
  readRoomSecrets,
  type RoomSecrets,
} from "./room_link.ts";
import type { PageInvitation } from "./view/start/invitation.ts";
import { CallEntrance } from "./actions/enter_call.ts";
import { TabSeats } from "./platform/tab_seats.ts";
import { TabStorage } from "./platform/tab_storage.ts";
import { makeRoomName } from "./room_name.ts";
import { createWebMeter } from "./platform/web_audio_meter.ts";
import {
  fillRandom,
  openDeferredSocket,
  openSocket,
  type SocketTarget,
} from "./platform/open_socket.ts";
import { PAGE_SERVER } from "./platform/page_server.ts";
import { PageCertificate } from "./platform/page_certificate.ts";
import { copyText } from "./platform/copy_text.ts";
import { ConnectionTap } from "./platform/connection_tap.ts";
import { findOwnCheapCodecs } from "./platform/encoder_support.ts";
import { mediaAccess } from "./platform/media_access.ts";
import { watchDeviceEvents } from "./platform/device_events.ts";
import { startDocument } from "./start_document.ts";

/** Time for the server to answer while the network may be down. */
const HEALTH_TIMEOUT_MS = 2_000;
const ROOM_PATH = /^\/r\/([^/]+)$/;

/** Room name of a path, or null on the start page. */
function parseRoomPath(pathname: string): string | null {
  try {
    return canonicalizeRoomName(
      decodeURIComponent(ROOM_PATH.exec(pathname)?.[1] ?? ""),
    );
  } catch {
    return null;
  }
}

const certificate = new PageCertificate();
const tap = new ConnectionTap();
let callTrace: CallTrace | null = null;
const tabStorage = new TabStorage(() => sessionStorage);

const SERVER: SocketTarget = {
  ...PAGE_SERVER,
  onSocket: (socket) => tap.add(socket),
};

const platform: Omit<CallPlatform, "hasShortcuts" | "invitation"> = {
  clock: systemClock,
  wallMs: () => Date.now(),
  random: () => Math.random(),
  makeId: () => makeRoomName(fillRandom),
  files: makeFilePlatform(),
  visits: tabStorage,
  devices: navigator.mediaDevices,
  mediaAccess,
  makeStream: (tracks) => new MediaStream(tracks),
  makePc: (configuration) => tap.add(certificate.makePc(configuration)),
  makeMeter: createWebMeter,
  loadBackground: async (events) => {
    const { WorkerBackground } = await import(
      "./platform/background/worker_background.ts"
    );
    return await WorkerBackground.load(events);
  },
  openNoiseFilter: async (microphone, events) => {
    const { openNoiseFilter } = await import(
      "./platform/noise/noise_filter.ts"
    );
    return await openNoiseFilter(microphone, events);
  },
  openSocket: (...socket) => openSocket(SERVER, ...socket),
  openDeferredSocket: (...socket) => openDeferredSocket(SERVER, ...socket),
  fetchHealth: () =>
    fetch(new URL("livez", BASE_URL), {
      cache: "no-store",
      signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS),
    }),
  onConnecting: (answered, connected) => {
    holdUpdates(answered);
    noteConnecting(connected);
  },
  // deno-lint-ignore no-console
  onError: (error) => console.warn(error),
};

function openRoom(text: string): boolean {
  const link = findRoomLink(text, BASE_URL);
  if (link !== null) location.assign(link);
  return link !== null;
}

function createActions(
  call: Call,
  entrance: CallEntrance,
  store: Store<typeof INITIAL_CALL_STATE>,
  preferences: Preferences,
  recording: RecordingLoader,
): Actions {
  const { media, moderation } = call;
  const deviceActions = createDeviceActions(call, store, preferences);
  const keepName = (name: string) => preferences.set("name", name.trim());
  return {
    ...deviceActions,
    ...createInviteActions(call, store),
    copyOwnLink: copyAddress.copyLinkSilently,
    ...createAlertActions(store, preferences),
    ...createStageActions(store, preferences),
    callTrace: () => callTrace,
    startRecording: (text) => recording.startRecording(text),
    stopRecording: () => recording.stopRecording(),
    saveRecording: (id) => recording.saveRecording(id),
    deleteRecording: (id) => recording.deleteRecording(id),
    join: (name) => {
      keepName(name);
      void entrance.join(name);
    },
    replaceOtherTab: (name) => {
      keepName(name);
      void entrance.replaceOtherTab(name);
    },
    joinBesideOtherTab: (name) => {
      keepName(name);
      void entrance.joinBesideOtherTab(name);
    },
    leave: () => {
      // While the devices are still open.
      recording.stopRecording();
      call.leave();
    },
    rejoin: () => location.reload(),
    setDeviceEnabled: (kind, isOn) => {
      if (kind === "camera" && isOn && store.get().mediaSettings.isSoundOnly) {
        deviceActions.setMediaSettings({ isSoundOnly: false });
      }
      if (kind === "camera") void media.setCamera(isOn);
      else void media.setMicrophone(isOn);
      if (store.get().phase === "lobby") {
        const name = kind === "camera" ? "camera-off" : "muted";
        preferences.set(name, isOn ? null : "1");
      }
    },
    setScreenShareEnabled: (isOn) => {
      if (isOn) void call.screen.start();
      else call.screen.stop();
    },
    setAnnotatable: (isOn) =>
      call.annotations.permit((permission) => permission.setForAll(isOn)),
    setAnnotatableBy: (id, isAllowed) =>
      call.annotations.permit((permission) =>
        permission.setForMember(id, isAllowed)
      ),
    sendChatMessage: (text, target) => call.sendChat(text, target),
    saveChat: async (texts) => {
      const { saveChat } = await import("./actions/save_chat.ts");
      saveChat(store.get(), texts);
    },
    sendFiles: (files) => call.files.offerFiles(files),
    refuseFolder: () => call.notices.post("file-folder"),
    acceptFile: (id) => void call.files.accept(id),
    refuseFile: (id) => call.files.refuse(id),
    cancelFile: (id, peerId) => call.files.cancel(id, peerId),
    openPanel: (panel) => call.openPanel(panel),
    cancelKnock: () => call.cancelJoin(),
    answerKnock: (id, isAdmitted) => moderation.answerKnock(id, isAdmitted),
    setRoomLocked: (isLocked) => moderation.setLocked(isLocked),
    makeHost: (id) => moderation.makeHost(id),
    setMemberSpeaker: (id, speaker) =>
      store.set({
        memberSpeakers: { ...store.get().memberSpeakers, [id]: speaker },
      }),
    setMemberVolume: (id, volume) => call.setMemberVolume(id, volume),
    muteMember: (id) => moderation.muteMember(id),
    muteAll: () => moderation.muteAll(store.get().remoteMembers),
    setHandRaised: (isRaised) => call.hands.setRaised(isRaised),
    lowerHand: (id) => call.hands.lower(id),
    sendReaction: (reaction) => call.reactions.send(reaction),
    removeMember: (id, andLock) => moderation.removeMember(id, andLock),
    endRoom: () => moderation.endRoom(),
    startVerification: (peerId) => call.verification.start(peerId),
    confirmVerification: (peerId, isSame) =>
      call.verification.confirm(peerId, isSame),
    allowMember: (peerId) => call.allowMember(peerId),
    retryConnection: (peerId) => call.retryPeer(peerId),
    dismissNotice: (id) => call.notices.dismiss(id),
  };
}

/** Proofs of messages; null without a key, and on pages without Web Crypto. */
function startProofs(room: string, { key = "" }: RoomSecrets) {
  const roomKey = readRoomKey(key);
  return roomKey && isSecureContext
    ? deriveProofKey(crypto.subtle, roomKey, roomKeyOf(room))
    : null;
}

const obstacle = findBrowserObstacle({
  userAgent: navigator.userAgent,
  hasWebRtc: "RTCPeerConnection" in globalThis,
  // The types say that it is always there.
  hasMediaDevices: navigator.mediaDevices !== undefined,
  isSecure: isSecureContext,
});

/** Copies the address of this page, for another browser of the same person. */
const address = location.href;
const copyAddress = { copyLinkSilently: () => copyText(address) };

function startRoom(
  root: Element,
  room: string,
  embedding: Embedding,
  secrets: RoomSecrets,
  invited: PageInvitation | null,
): void {
  const { preferences } = embedding;
  if (obstacle?.kind === "no-webrtc") {
    const props = { obstacle, actions: copyAddress };
    return mountUnsupportedPage(root, preferences, props);
  }
  const link = createRoomLink(BASE_URL, room, secrets);
  // Parameters of a frame stay; other programs append theirs to links.
  if (isEmbedded) link.search = location.search;
  history.replaceState(invited && { invitation: invited.token }, "", link);
  const store = new Store({ ...INITIAL_CALL_STATE, roomName: room });
  const isPhone = matchMedia("(pointer: coarse)").matches;
  const call = new Call(room, store, {
    ...platform,
    computeProof: startProofs(room, secrets),
    invitation: invited && invited.token,
    hasShortcuts: () => !isPhone && preferences.get("shortcuts-off") === null,
  });
  showCodeChange = () => {
    if (preferences.get("code-changed") === null) return;
    preferences.set("code-changed", null);
    call.notices.post("code-changed");
  };
  showCodeChange();
  const entrance = new CallEntrance({
    room: roomKeyOf(room),
    call,
    store,
    storage: tabStorage,
    seats: new TabSeats(roomKeyOf(room), navigator.locks),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    whenReady: () => certificate.prepare(),
  });
  const recording = new RecordingLoader(call, store, preferences);
  // Another key or an invitation for the same room.
  addEventListener("hashchange", () => location.reload());
  watchInvitation(store, secrets);
  const actions = createActions(call, entrance, store, preferences, recording);
  mountRoomPage(root, {
    store,
    quality: call.quality.store,
    annotations: call.annotations,
    actions,
    preferences,
    visitName: entrance.visit?.name ?? (invited && invited.name),
    isPhone,
    obstacle,
  });
  call.quality.setPageContext({
    renderedSizes: () =>
      maxRenderedSizes(
        measureRenderedSizes(),
        measureFloatingSizes(),
        recording.sizes,
      ),
    isVisible: () => document.visibilityState === "visible" || isFloating(),
    cores: navigator.hardwareConcurrency,
  });
  void findOwnCheapCodecs().then((codecs) => call.setVideoCodecs(codecs));
  startDevices(call, preferences, entrance.visit);
  entrance.start();
  startAlerts(store, preferences);
  startStage(store, preferences);
  guardAgainstLeaving(store);
  watchRoomRoster(room, store);
  watchDeviceEvents(call, store, platform);
  watchWhenConnected(call, store);
  void import("./actions/call_trace.ts").then(({ startCallTrace }) =>
    callTrace = startCallTrace(tap, systemClock)
  );
  embedding.connect({ call, store, actions });
  addEventListener("pagehide", () => call.suspend());
  addEventListener("pageshow", (event) => {
    // A page restored from the back/forward cache has left its call.
    if (event.persisted) location.reload();
  });
}

/** Loads what watches the call some time after a member is connected. */
function watchWhenConnected(
  call: Call,
  store: Store<typeof INITIAL_CALL_STATE>,
): void {
  const end = store.subscribe(async ({ remoteMembers }) => {
    if (!remoteMembers.some(({ status }) => status.kind === "connected")) {
      return;
    }
    end();
    await whenSettled();
    const { watchCall } = await import("./actions/call_watch.ts");
    watchCall(call, store, platform);
  });
}

/** True in the frame of another page, where the address has parameters of it. */
const isEmbedded = new URLSearchParams(location.search).has("embed");

/** Reads the invitation with which the room was opened, if there is one. */
async function openRoomPage(
  root: Element,
  room: string,
  preferences: Preferences,
): Promise<void> {
  const { invitation: given, ...secrets } = readRoomSecrets(location.hash);
  const kept: unknown = history.state?.invitation;
  const invited = given || kept
    ? (await import("./view/start/invitation.ts")).createPageInvitation(
      given,
      kept,
    )
    : null;
  const embedding = isEmbedded
    ? await loadEmbedding(preferences)
    : notEmbedded(preferences);
  startRoom(root, room, embedding, secrets, invited);
}
/** Shows a change of the code in an installed page, once there is a room. */
let showCodeChange = () => {};

function startPage(): void {
  const { root, preferences } = startDocument();
  if (root.dataset.page === "offline") {
    return void import("./service_worker/start_offline.ts").then(
      ({ startOffline }) => startOffline(root, preferences),
    );
  }
  // Not for the frame of another page.
  registerServiceWorker(
    isEmbedded ? undefined : navigator.serviceWorker,
    () => {
      if (!matchMedia("(display-mode: standalone)").matches) return;
      preferences.set("code-changed", "1");
      showCodeChange();
    },
  );
  const room = parseRoomPath(serverPathOf(location));
  if (room !== null) return void openRoomPage(root, room, preferences);
  void mountStartPage(root, preferences, {
    obstacle,
    actions: copyAddress,
    openRoom,
    createRoom: () => {
      // A page without Web Crypto could not use the key.
      const secrets = isSecureContext
        ? { key: makeRoomKeyText(fillRandom) }
        : {};
      location.assign(
        createRoomLink(BASE_URL, makeRoomName(fillRandom), secrets),
      );
    },
  });
}

startPage();
