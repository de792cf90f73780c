/**
 * The reactions of the page. A new one is a row here, and its name in the
 * languages.
 *
 * @module
 */

/** Emoji of each reaction, by its key in messages. */
export const REACTION_EMOJI = {
  "thumbs-up": "👍",
  "heart": "❤️",
  "clap": "👏",
  "laugh": "😂",
  "surprised": "😮",
  "celebrate": "🎉",
} as const satisfies Readonly<Record<string, string>>;

/** Key of a reaction. */
export type ReactionKey = keyof typeof REACTION_EMOJI;

/** All keys, in display order. */
export const REACTION_KEYS: readonly ReactionKey[] = [
  "thumbs-up",
  "heart",
  "clap",
  "laugh",
  "surprised",
  "celebrate",
];
