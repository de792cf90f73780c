/**
 * Browsers for calls of several sizes. They are started when the first call of
 * a size needs them, and hold one call after the other.
 *
 * @module
 */
import { LinkLab } from "../../tests/natlab/link_lab.ts";
import type { FilmFormat } from "../../tests/natlab/moving_film.ts";

/** Networks and browsers by the number of members. */
export class CallLabs implements AsyncDisposable {
  readonly #labs = new Map<number, LinkLab>();

  /** Those of calls with this many members. */
  async get(members: number): Promise<LinkLab> {
    const lab = this.#labs.get(members) ??
      await LinkLab.create(
        canPlayTogether(members) ? 2 * members : members,
        filmFor(members),
      );
    this.#labs.set(members, lab);
    return lab;
  }

  /** Ends them: the next call starts others. */
  async remove(members: number): Promise<void> {
    const lab = this.#labs.get(members);
    this.#labs.delete(members);
    await lab?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const members of [...this.#labs.keys()]) await this.remove(members);
  }
}

/** True when a machine of two cores carries two calls of this size at once. */
export function canPlayTogether(members: number): boolean {
  return members <= 2;
}

/** All members share the processor: 30 videos of 720p are too much for it. */
function filmFor(members: number): FilmFormat {
  if (members <= 2) return { width: 1280, height: 720, framesPerSecond: 10 };
  return members <= 4
    ? { width: 640, height: 360, framesPerSecond: 8 }
    : { width: 480, height: 270, framesPerSecond: 6 };
}
