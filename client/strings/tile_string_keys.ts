/**
 * Keys of the texts of tiles without a connection.
 *
 * @module
 */

/** Key of a text. */
export type TileStringKey =
  | "noAnswer"
  | "noRelay"
  | "ownNetworkBlocks"
  | "theirNetworkBlocks"
  | "noPath"
  | "unproven"
  | "wrongKey"
  | "forged"
  | "keyHolder"
  | "connectAnyway";

/** Texts of one language. */
export type TileStrings = Readonly<Record<TileStringKey, string>>;
