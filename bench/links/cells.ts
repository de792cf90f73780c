/**
 * Cells of the links benchmark: how many members, over which links.
 *
 * @module
 */

/** One kind of call; each member has a link of its own to the others. */
export interface LinkCell {
  readonly members: number;
  /** Rate of a link, in each direction. */
  readonly mbitPerSecond: number;
  /** Lost packets between two members. */
  readonly lossPercent: number;
  /** One way, between two members. */
  readonly delayMs: number;
}

/** Values of each property; the cells are all their combinations. */
export interface LinkMatrix {
  readonly members: readonly number[];
  readonly mbit: readonly number[];
  readonly loss: readonly number[];
  readonly delay: readonly number[];
}

/** Takes about ten minutes. */
const DEFAULT_MATRIX: LinkMatrix = {
  members: [2, 4],
  mbit: [0.5, 3],
  loss: [0, 8],
  delay: [20],
};

/** All combinations. */
export function listCells(
  { members, mbit, loss, delay }: LinkMatrix,
): readonly LinkCell[] {
  return members.flatMap((count) =>
    mbit.flatMap((mbitPerSecond) =>
      loss.flatMap((lossPercent) =>
        delay.map((delayMs) => ({
          members: count,
          mbitPerSecond,
          lossPercent,
          delayMs,
        }))
      )
    )
  );
}

/** The matrix that options such as `--members=2,4` choose. */
export function parseMatrix(options: ReadonlyMap<string, string>): LinkMatrix {
  const read = (name: keyof LinkMatrix) =>
    options.get(name)?.split(",").map((text) => parseValue(name, text)) ??
      DEFAULT_MATRIX[name];
  return {
    members: read("members"),
    mbit: read("mbit"),
    loss: read("loss"),
    delay: read("delay"),
  };
}

function parseValue(name: string, text: string): number {
  const value = Number(text);
  if (text !== "" && value >= 0) return value;
  throw new TypeError(`--${name} takes numbers: ${text}`);
}
