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
import type { OwnProfile } from "./own_profile.ts";

/** Features that receive messages. */
export interface ChannelFeatures {
  readonly chat: Chat;
  readonly annotations: Annotations;
  readonly quality: Pick<QualityController, "viewHandler">;
  readonly profile: OwnProfile;
  readonly liveness: Pick<LivenessMonitor, "handlers">;
  readonly reactions: Reactions;
}

/** Handler of each kind. */
export function createChannelHandlers(
  { chat, annotations, quality, profile, liveness, reactions }: ChannelFeatures,
): Readonly<Record<string, ChannelHandler>> {
  return {
    text: chat,
    private: chat.privateHandler,
    annotation: annotations,
    profile,
    ...liveness.handlers,
    view: quality.viewHandler,
    reaction: reactions,
  };
}
