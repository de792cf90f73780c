/**
 * Names of the reactions.
 *
 * @module
 */
import type { ReactionKey } from "../../engine/reactions/reaction_keys.ts";
import type { StringKey } from "../../strings/en.ts";

/** Key of the name of each reaction. */
export const REACTION_NAME_KEYS: Readonly<Record<ReactionKey, StringKey>> = {
  "thumbs-up": "reactThumbsUp",
  "heart": "reactHeart",
  "clap": "reactClap",
  "laugh": "reactLaugh",
  "surprised": "reactSurprised",
  "celebrate": "reactCelebrate",
};
