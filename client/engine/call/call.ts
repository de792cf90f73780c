/**
 * The call: joins signaling, members, local media and chat. What each of them
 * does is in its own file; here is only who tells whom.
 *
 * @module
 */
import {
  type ErrorCode,
  PAGE_MAX_MEMBERS,
  type ServerEvents,
} from "../../../signaling/protocol.ts";
import type { CallState, PanelName } from "./call_state.ts";
import { makeCallChat } from "../chat/chat_log.ts";
import type { CallPlatform } from "./call_platform.ts";
import type { Chat } from "../chat/chat.ts";
import { DeviceManager } from "../media/device_manager.ts";
import { makeCallFiles } from "../files/call_files.ts";
import type { FileTransfers } from "../files/file_transfers.ts";
import { LocalMedia } from "../media/local_media.ts";
import { SignalingLossNotice } from "../signaling/signaling_loss_notice.ts";
import { cleanName } from "./member_profile.ts";
import { Members } from "./members.ts";
import { Notices } from "./notices.ts";
import { RoomModeration } from "./room_moderation.ts";
import { QualityController } from "../quality/quality_controller.ts";
import {
  SignalingClient,
  type SignalingConnectionState,
} from "../signaling/signaling_client.ts";
import { ScreenShare } from "../media/screen_share.ts";
import { ActiveSpeakerDetector } from "../media/active_speakers.ts";
import type { Store } from "../store.ts";
import type { InboundMessage } from "../signaling/decode_server_message.ts";

/** How often the members are looked after. */
export const MEMBER_TICK_MS = 1_000;

/** One visit to one room. */
export class Call {
  readonly media: LocalMedia;
  readonly devices: DeviceManager;
  readonly screen: ScreenShare;
  readonly notices: Notices;
  readonly moderation: RoomModeration;
  readonly quality: QualityController;
  readonly files: FileTransfers;
  readonly #roomName: string;
  readonly #store: Store<CallState>;
  readonly #platform: CallPlatform;
  readonly #chat: Chat;
  readonly #members: Members;
  readonly #activeSpeakers: ActiveSpeakerDetector;
  readonly #lossNotice: SignalingLossNotice;
  #signaling: SignalingClient | null = null;
  #cancelTick = () => {};

  constructor(
    room: string,
    store: Store<CallState>,
    platform: CallPlatform,
  ) {
    this.#roomName = room;
    this.#store = store;
    this.#platform = platform;
    this.notices = new Notices(store, platform.clock);
    this.#lossNotice = new SignalingLossNotice(
      store,
      platform.clock,
      this.notices,
    );
    const nameOf = (peerId: string) => this.#members.nameOf(peerId);
    this.#chat = makeCallChat({ ...platform, store, nameOf });
    this.files = makeCallFiles({
      ...platform,
      store,
      notices: this.notices,
      nameOf,
    });
    this.#members = new Members({
      ...platform,
      store,
      chat: this.#chat,
      files: this.files,
      notices: this.notices,
      tracks: () => ({ ...this.media.tracks, ...this.screen.tracks }),
      onChannel: (id, channel) => this.quality.attach(id, channel),
      send: (event, data, to) => this.#signaling?.send(event, data, to),
    });
    this.moderation = new RoomModeration({
      store,
      notices: this.notices,
      nameOf,
      muteSelf: () => this.#mute(),
      send: (event, data) => this.#signaling?.send(event, data),
    });
    this.quality = new QualityController({
      clock: platform.clock,
      state: () => store.get(),
      peers: () => this.#members.connectedPeers(),
      camera: () => this.media.tracks.video,
      sharesScreen: () => this.screen.tracks.screen !== null,
      onOverCapacity: () => this.notices.post("beyond-capacity"),
    });
    this.#activeSpeakers = new ActiveSpeakerDetector({
      clock: platform.clock,
      levels: () => this.#members.audioLevels(),
      localLevel: () => this.#members.sentAudioLevel(),
      onActiveSpeakers: (speaking) => store.set({ activeSpeakers: speaking }),
    });
    this.devices = new DeviceManager({
      ...platform,
      store,
      notices: this.notices,
      media: () => this.media,
    });
    this.media = new LocalMedia({
      ...platform,
      onDeviceList: (devices, isChange) =>
        this.devices.onDeviceList(devices, isChange),
      onDeviceLost: (kind, by) => this.devices.onDeviceLost(kind, by),
      onState: (media) => {
        store.set({ media });
        this.#updateSelf({
          muted: !media.microphone.isOn,
          cameraOff: !media.camera.isOn,
        });
      },
      onTracks: () => this.#sendTracks(),
    });
    this.screen = new ScreenShare({
      ...platform,
      onState: (screen) => {
        store.set({ screen });
        this.#updateSelf({ sharing: screen.isSharing });
      },
      onTracks: () => this.#sendTracks(),
      onFailure: () => this.notices.post("screen-failed"),
    });
    store.set({ screen: this.screen.state });
  }

  /** Enters the room under a name. */
  join(name: string): void {
    if (this.#signaling) return;
    this.#store.set({ phase: "joining", refusal: null });
    this.devices.resetPushToTalk();
    this.#updateSelf({ name: cleanName(name) });
    this.#signaling = new SignalingClient({
      ...this.#platform,
      open: (resume, events) =>
        this.#platform.openSocket(this.#roomName, resume, events),
      knockName: () => this.#store.get().self.name,
      onMessage: (message) => this.#dispatchMessage(message),
      onState: (state, code) => this.#onSignalingState(state, code),
    });
    this.#signaling.start();
    this.#tick();
  }

  /** Does not wait any longer to be let in. */
  cancelJoin(): void {
    this.#end();
    this.screen.stop();
    this.#store.set({ phase: "lobby", refusal: null });
  }

  /** Leaves the room and lets go of the devices. */
  leave(): void {
    this.#end();
    this.media.stop();
    this.screen.stop();
    this.#store.set({ phase: "left" });
  }

  /** Says something in the chat; false when there is nothing to say. */
  sendChat(text: string): boolean {
    return this.#chat.send(text);
  }

  /** Opens a panel beside the stage, in place of another, or none. */
  openPanel(panel: PanelName | null): void {
    const { unread } = this.#store.get();
    this.#store.set({ panel, unread: panel === "chat" ? 0 : unread });
  }

  /** Tries the connection to one member again now. */
  retryPeer(peerId: string): void {
    this.#members.retryPeer(peerId);
  }

  /** The network or the tab came back: does not wait for timers. */
  onResume(): void {
    this.#signaling?.reconnectNow();
    this.#members.onResume();
  }

  /** The network is another one: searches new paths to all, at once. */
  onNetworkChange(): void {
    this.#signaling?.reconnectNow();
    this.#members.onNetworkChange();
  }

  #sendTracks(): void {
    this.#members.sendTracks();
    this.quality.onTracksChange();
  }

  #endRefused(refusal: ErrorCode | null): void {
    this.#end();
    this.media.stop();
    this.screen.stop();
    this.#store.set({ phase: "refused", refusal });
  }

  #end(): void {
    this.#cancelTick();
    this.#lossNotice.stop();
    this.#activeSpeakers.stop();
    this.quality.stop();
    const link = this.#signaling;
    this.#signaling = null;
    link?.leave();
    this.#members.closeAll();
  }

  #tick(): void {
    if (this.#store.get().signalingState === "open") this.#members.tick();
    this.#cancelTick = this.#platform.clock.after(
      MEMBER_TICK_MS,
      () => this.#tick(),
    );
  }

  #updateSelf(part: Partial<CallState["self"]>): void {
    const was = this.#store.get().self;
    const self = { ...was, ...part };
    if (JSON.stringify(self) === JSON.stringify(was)) return;
    this.#store.set({ self });
    if (this.#store.get().phase === "joined") {
      this.#signaling?.send("info", self);
    }
  }

  #onSignalingState(
    link: SignalingConnectionState,
    code: ErrorCode | null,
  ): void {
    const { signalingState: was, phase } = this.#store.get();
    this.#store.set({ signalingState: link });
    if (link === "refused") {
      this.#endRefused(code);
    } else if (link === "knocking") {
      // Also from inside: the room was locked without us.
      this.#members.closeAll();
      this.#lossNotice.stop();
      this.#store.set({ phase: "knocking", refusal: null });
    } else if (phase === "joining" || phase === "knocking") {
      // Not in yet: the page says why it waits.
      this.#store.set({ refusal: code });
    } else if (phase === "joined") {
      if (was === "open" && link !== "closed") this.#lossNotice.onLost();
      if (link === "open") this.#lossNotice.onRestored();
    }
  }

  #mute(): boolean {
    const { isOn, isStarting } = this.#store.get().media.microphone;
    void this.media.setMicrophone(false);
    return isOn || isStarting;
  }

  #dispatchMessage(message: InboundMessage): void {
    if (message.from !== undefined) {
      return this.#members.receiveRelayed(message);
    }
    switch (message.event) {
      case "welcome":
        return this.#onWelcome(message.data);
      case "peer-joined":
        return this.#members.onJoined(message.data);
      case "peer-info":
        return this.#members.onInfo(message.data);
      case "peer-left":
        return this.#members.onLeft(message.data.id, message.data.reason);
      case "ice-servers":
        return this.#members.setIceConfig(message.data);
      default:
        return this.moderation.receiveMessage(message);
    }
  }

  #onWelcome(data: ServerEvents["welcome"]): void {
    const isNewcomer = this.#store.get().phase !== "joined";
    if (isNewcomer && data.peers.length >= PAGE_MAX_MEMBERS) {
      return this.#endRefused("room-full");
    }
    // Also here: the lobby is open while one knocks.
    if (isNewcomer) this.devices.resetPushToTalk();
    const { self } = this.#store.get();
    this.#store.set({ phase: "joined", refusal: null });
    // Also on coming back: what was told to a dead socket did not arrive.
    this.#signaling?.send("info", self);
    this.#members.applyWelcome(data);
    this.moderation.applyWelcome(data);
    this.#activeSpeakers.start();
    this.quality.start();
  }
}
