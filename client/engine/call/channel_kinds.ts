/**
 * Kinds of messages on the `chat` data channel. A new kind is a handler in its
 * feature and a row here.
 *
 * @module
 */
import type { Annotations } from "../annotation/annotations.ts";
import type { Chat } from "../chat/chat.ts";
import type { ChannelHandler } from "../peer/channel_multiplexer.ts";
import type { Reactions } from "../reactions/reactions.ts";
import type { QualityController } from "../quality/quality_controller.ts";
import type { LivenessMonitor } from "./liveness_monitor.ts";
import type { Members } from "./members.ts";
import type { VoiceVerificationLoader } from "./voice_verification_loader.ts";
import type { OwnProfile } from "./own_profile.ts";

/** Features that receive messages. */
export interface ChannelFeatures {
  readonly chat: Chat;
  readonly annotations: Annotations;
  readonly quality: Pick<QualityController, "viewHandler">;
  readonly profile: OwnProfile;
  readonly liveness: Pick<LivenessMonitor, "handlers">;
  readonly reactions: Reactions;
  readonly verification: VoiceVerificationLoader;
  readonly members: Pick<Members, "sendKeyFrames">;
}

const MAX_KEY_FRAME_CHARS = 64;

/** Handler of each kind. */
export function createChannelHandlers(
  features: ChannelFeatures,
): Readonly<Record<string, ChannelHandler>> {
  const { chat, annotations, quality, profile, liveness, reactions } = features;
  return {
    "key-frame": {
      maxChars: MAX_KEY_FRAME_CHARS,
      receive: (peerId) => features.members.sendKeyFrames(peerId),
      onChannelOpen: () => {},
    },
    text: chat,
    private: chat.privateHandler,
    annotation: annotations,
    profile,
    ...liveness.handlers,
    view: quality.viewHandler,
    reaction: reactions,
    verify: features.verification,
  };
}
