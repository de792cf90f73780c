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
import { makeCallChat } from "../chat/call_chat.ts";
import type { CallPlatform } from "./call_platform.ts";
import type { Chat } from "../chat/chat.ts";
import { Devices } from "../media/devices.ts";
import { makeCallFiles } from "../files/call_files.ts";
import type { Files } from "../files/file_sharing.ts";
import { LocalMedia } from "../media/local_media.ts";
import { LossNotice } from "../signaling/signaling_loss_notice.ts";
import { cleanName } from "./member_info.ts";
import { Members } from "./members.ts";
import { Notices } from "./notices.ts";
import { RoomControl } from "./room_control.ts";
import { Quality } from "../quality/quality.ts";
import { type LinkState, SignalingLink } from "../signaling/signaling_link.ts";
import { ScreenShare } from "../media/screen_share.ts";
import { Speaking } from "../media/active_speakers.ts";
import type { Store } from "../store.ts";
import type { Incoming } from "../signaling/decode_server_message.ts";

/** How often the members are looked after. */
export const TICK_MS = 1_000;

/** One visit to one room. */
export class Call {
  readonly media: LocalMedia;
  readonly devices: Devices;
  readonly screen: ScreenShare;
  readonly notices: Notices;
  readonly control: RoomControl;
  readonly quality: Quality;
  readonly files: Files;
  readonly #room: string;
  readonly #store: Store<CallState>;
  readonly #platform: CallPlatform;
  readonly #chat: Chat;
  readonly #members: Members;
  readonly #speaking: Speaking;
  readonly #loss: LossNotice;
  #link: SignalingLink | null = null;
  #cancelTick = () => {};

  constructor(
    room: string,
    store: Store<CallState>,
    platform: CallPlatform,
  ) {
    this.#room = room;
    this.#store = store;
    this.#platform = platform;
    this.notices = new Notices(store, platform.clock);
    this.#loss = new LossNotice(store, platform.clock, this.notices);
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
      send: (event, data, to) => this.#link?.send(event, data, to),
    });
    this.control = new RoomControl({
      store,
      notices: this.notices,
      nameOf,
      mute: () => this.#mute(),
      send: (event, data) => this.#link?.send(event, data),
    });
    this.quality = new Quality({
      clock: platform.clock,
      state: () => store.get(),
      peers: () => this.#members.connected(),
      camera: () => this.media.tracks.video,
      sharesScreen: () => this.screen.tracks.screen !== null,
      onBeyond: () => this.notices.post("beyond-capacity"),
    });
    this.#speaking = new Speaking({
      clock: platform.clock,
      levels: () => this.#members.levels(),
      ownLevel: () => this.#members.sentLevel(),
      onSpeaking: (speaking) => store.set({ speaking }),
    });
    this.devices = new Devices({
      ...platform,
      store,
      notices: this.notices,
      media: () => this.media,
    });
    this.media = new LocalMedia({
      ...platform,
      onList: (devices, isChange) => this.devices.listed(devices, isChange),
      onLost: (kind, by) => this.devices.lost(kind, by),
      onState: (media) => {
        store.set({ media });
        this.#tellSelf({
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
        this.#tellSelf({ sharing: screen.isSharing });
      },
      onTracks: () => this.#sendTracks(),
      onFailure: () => this.notices.post("screen-failed"),
    });
    store.set({ screen: this.screen.state });
  }

  /** Enters the room under a name. */
  join(name: string): void {
    if (this.#link) return;
    this.#store.set({ phase: "joining", refusal: null });
    this.devices.enter();
    this.#tellSelf({ name: cleanName(name) });
    this.#link = new SignalingLink({
      ...this.#platform,
      open: (resume, events) =>
        this.#platform.openSocket(this.#room, resume, events),
      knockName: () => this.#store.get().self.name,
      onMessage: (message) => this.#receive(message),
      onState: (state, code) => this.#onLink(state, code),
    });
    this.#link.start();
    this.#tick();
  }

  /** Does not wait any longer to be let in. */
  cancel(): void {
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
  say(text: string): boolean {
    return this.#chat.send(text);
  }

  /** Opens a panel beside the stage, in place of another, or none. */
  openPanel(panel: PanelName | null): void {
    const { unread } = this.#store.get();
    this.#store.set({ panel, unread: panel === "chat" ? 0 : unread });
  }

  /** Tries the connection to one member again now. */
  retry(peerId: string): void {
    this.#members.retry(peerId);
  }

  /** The network or the tab came back: does not wait for timers. */
  wake(): void {
    this.#link?.hurry();
    this.#members.wake();
  }

  /** The network is another one: searches new paths to all, at once. */
  changePath(): void {
    this.#link?.hurry();
    this.#members.changePath();
  }

  #sendTracks(): void {
    this.#members.sendTracks();
    this.quality.changeTracks();
  }

  #turnAway(refusal: ErrorCode | null): void {
    this.#end();
    this.media.stop();
    this.screen.stop();
    this.#store.set({ phase: "refused", refusal });
  }

  #end(): void {
    this.#cancelTick();
    this.#loss.stop();
    this.#speaking.stop();
    this.quality.stop();
    const link = this.#link;
    this.#link = null;
    link?.leave();
    this.#members.clear();
  }

  #tick(): void {
    if (this.#store.get().link === "open") this.#members.tick();
    this.#cancelTick = this.#platform.clock.after(TICK_MS, () => this.#tick());
  }

  #tellSelf(part: Partial<CallState["self"]>): void {
    const was = this.#store.get().self;
    const self = { ...was, ...part };
    if (JSON.stringify(self) === JSON.stringify(was)) return;
    this.#store.set({ self });
    if (this.#store.get().phase === "joined") this.#link?.send("info", self);
  }

  #onLink(link: LinkState, code: ErrorCode | null): void {
    const { link: was, phase } = this.#store.get();
    this.#store.set({ link });
    if (link === "refused") {
      this.#turnAway(code);
    } else if (link === "knocking") {
      // Also from inside: the room was locked without us.
      this.#members.clear();
      this.#loss.stop();
      this.#store.set({ phase: "knocking", refusal: null });
    } else if (phase === "joining" || phase === "knocking") {
      // Not in yet: the page says why it waits.
      this.#store.set({ refusal: code });
    } else if (phase === "joined") {
      if (was === "open" && link !== "closed") this.#loss.begin();
      if (link === "open") this.#loss.end();
    }
  }

  #mute(): boolean {
    const { isOn, isStarting } = this.#store.get().media.microphone;
    void this.media.setMicrophone(false);
    return isOn || isStarting;
  }

  #receive(message: Incoming): void {
    if (message.from !== undefined) return this.#members.receive(message);
    switch (message.event) {
      case "welcome":
        return this.#welcome(message.data);
      case "peer-joined":
        return this.#members.joined(message.data);
      case "peer-info":
        return this.#members.informed(message.data);
      case "peer-left":
        return this.#members.left(message.data.id, message.data.reason);
      case "ice-servers":
        return this.#members.setIceConfig(message.data);
      default:
        return this.control.receive(message);
    }
  }

  #welcome(data: ServerEvents["welcome"]): void {
    const isNewcomer = this.#store.get().phase !== "joined";
    if (isNewcomer && data.peers.length >= PAGE_MAX_MEMBERS) {
      return this.#turnAway("room-full");
    }
    // Also here: the lobby is open while one knocks.
    if (isNewcomer) this.devices.enter();
    const { self } = this.#store.get();
    this.#store.set({ phase: "joined", refusal: null });
    // Also on coming back: what was told to a dead socket did not arrive.
    this.#link?.send("info", self);
    this.#members.welcome(data);
    this.control.welcome(data);
    this.#speaking.start();
    this.quality.start();
  }
}
