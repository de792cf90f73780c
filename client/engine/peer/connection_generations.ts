/**
 * Generations of all connections of this page (see `ConnectionKey`). A reloaded
 * page begins above those of the page before, so that its connections replace
 * them, and late messages about them are recognized as old.
 *
 * @module
 */

/** Counts the generations of one page. */
export class ConnectionGenerations {
  /** Called when the highest generation grew. */
  onGrowth: () => void = () => {};
  #first = 0;
  #highest = 0;

  /** Generation of the first connection to a member. */
  get first(): number {
    return this.#first;
  }

  /** Highest generation of a connection so far. */
  get highest(): number {
    return this.#highest;
  }

  /** Begins with a higher generation than 0. */
  startAt(first: number): void {
    this.#first = first;
    this.#highest = Math.max(this.#highest, first);
  }

  /** A connection of this generation is in use. */
  note(generation: number): void {
    if (generation <= this.#highest) return;
    this.#highest = generation;
    this.onGrowth();
  }
}
