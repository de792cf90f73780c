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

const WHOLE_MATRIX: LinkMatrix = {
  members: [2, 4, 6],
  mbit: [0.5, 1, 3, 10],
  loss: [0, 2, 8],
  delay: [20, 150],
};

/** Loss and delay of links, those that differ most from one another first. */
const FIRST_PATHS: readonly (readonly [number, number])[] = [
  [0, 20],
  [2, 150],
  [8, 20],
  [2, 20],
  [0, 150],
  [8, 150],
];

/** All combinations, so that the first ones already show the most. */
export function listCells(matrix: LinkMatrix): readonly LinkCell[] {
  const { members, mbit, loss, delay } = matrix;
  const paths = loss.flatMap((lossPercent) =>
    delay.map((delayMs) => ({ lossPercent, delayMs }))
  );
  return paths.toSorted((a, b) => rankOf(a) - rankOf(b)).flatMap((path) =>
    members.flatMap((count) =>
      mbit.map((mbitPerSecond) => ({ members: count, mbitPerSecond, ...path }))
    )
  );
}

type Path = Pick<LinkCell, "lossPercent" | "delayMs">;

function rankOf({ lossPercent, delayMs }: Path): number {
  const rank = FIRST_PATHS.findIndex(([loss, delay]) =>
    loss === lossPercent && delay === delayMs
  );
  return rank < 0 ? FIRST_PATHS.length : rank;
}

/** The matrix that options such as `--members=2,4` choose. */
export function parseMatrix(options: ReadonlyMap<string, string>): LinkMatrix {
  const read = (name: keyof LinkMatrix) =>
    options.get(name)?.split(",").map((text) => parseValue(name, text)) ??
      WHOLE_MATRIX[name];
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
