/**
 * Marks of all members on shared screens: bounded in number, length and rate,
 * and removed after some seconds. Loaded with the first mark.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { StateSlice } from "../store.ts";
import {
  type AnnotationMessage,
  readAnnotation,
} from "./annotation_messages.ts";
import type { AnnotationState, ScreenMark } from "./annotation_state.ts";
import { PointRate } from "./point_rate.ts";
import type { ScreenPoint } from "./screen_point.ts";

/** Time for which a pointer stays where it stopped. */
export const POINTER_MS = 3_000;
/** Time for which a line stays after its last point. */
export const LINE_MS = 6_000;
/** Time in which a mark fades. */
export const FADE_MS = 800;
/** Longest line; a longer one begins again. */
export const MAX_LINE_POINTS = 500;
/** Most lines of one member. */
export const MAX_LINES_PER_MEMBER = 24;

/** Dependencies of {@linkcode AnnotationBoard}. */
export interface AnnotationBoardOptions {
  readonly clock: Clock;
  readonly state: StateSlice<AnnotationState>;
}

/** All marks of one call. */
export class AnnotationBoard {
  readonly #clock: Clock;
  readonly #state: StateSlice<AnnotationState>;
  readonly #lastChangeMs = new Map<string, number>();
  readonly #rates = new Map<string, PointRate>();
  #cancelExpiry: (() => void) | null = null;

  constructor({ clock, state }: AnnotationBoardOptions) {
    this.#clock = clock;
    this.#state = state;
  }

  /** Handles a message of another member, which may annotate this screen. */
  receive(by: string, message: unknown): void {
    const annotation = readAnnotation(message);
    if (!annotation) return;
    const rate = this.#rates.get(by) ?? new PointRate();
    this.#rates.set(by, rate);
    const points = annotation.action === "draw" ? annotation.points.length : 1;
    if (rate.accepts(points, this.#clock.nowMs())) this.apply(by, annotation);
  }

  /** Applies a message; own ones are not limited. */
  apply(by: string, message: AnnotationMessage): void {
    const { screen } = message;
    if (message.action === "draw") {
      const key = `${by} ${screen} ${message.line}`;
      this.#extend({ key, kind: "line", screenId: screen, by }, message.points);
    } else if (message.action === "point") {
      const key = `${by} ${screen} pointer`;
      if (message.at === null) this.remove((mark) => mark.key === key);
      else {
        this.#put({
          key,
          kind: "pointer",
          screenId: screen,
          by,
          points: [message.at],
          isFading: false,
        });
      }
    } else {
      const isAll = message.action === "clear-all" && by === screen;
      this.remove((mark) =>
        mark.screenId === screen && (isAll || mark.by === by)
      );
    }
  }

  /** Removes marks at once. */
  remove(isRemoved: (mark: ScreenMark) => boolean): void {
    const { marks } = this.#state.get();
    const kept = marks.filter((mark) => !isRemoved(mark));
    if (kept.length === marks.length) return;
    for (const mark of marks) {
      if (isRemoved(mark)) this.#lastChangeMs.delete(mark.key);
    }
    this.#state.set({ marks: kept });
  }

  /** Forgets the rate of a member that left. */
  removePeer(id: string): void {
    this.#rates.delete(id);
    this.remove(({ by }) => by === id);
  }

  #extend(
    mark: Omit<ScreenMark, "points" | "isFading">,
    points: readonly ScreenPoint[],
  ): void {
    const known = this.#state.get().marks.find(({ key }) => key === mark.key);
    const all = [...known?.points ?? [], ...points];
    this.#put({
      ...mark,
      points: all.slice(-MAX_LINE_POINTS),
      isFading: false,
    });
  }

  #put(mark: ScreenMark): void {
    const others = this.#state.get().marks.filter(({ key }) =>
      key !== mark.key
    );
    const lines = others.filter(({ by, kind }) =>
      by === mark.by && kind === "line"
    );
    const [oldest] = lines;
    const isFull = mark.kind === "line" && lines.length >= MAX_LINES_PER_MEMBER;
    const kept = isFull ? others.filter((other) => other !== oldest) : others;
    if (isFull && oldest) this.#lastChangeMs.delete(oldest.key);
    this.#lastChangeMs.set(mark.key, this.#clock.nowMs());
    this.#state.set({ marks: [...kept, mark] });
    this.#cancelExpiry ??= this.#clock.after(
      FADE_MS / 2,
      () => this.#expire(),
    );
  }

  /** Runs while there are marks. */
  #expire(): void {
    this.#cancelExpiry = null;
    const nowMs = this.#clock.nowMs();
    const ageOf = ({ key, kind }: ScreenMark) =>
      nowMs - (this.#lastChangeMs.get(key) ?? nowMs) -
      (kind === "line" ? LINE_MS : POINTER_MS);
    this.remove((mark) => ageOf(mark) >= FADE_MS);
    const { marks } = this.#state.get();
    if (marks.some((mark) => !mark.isFading && ageOf(mark) >= 0)) {
      this.#state.set({
        marks: marks.map((mark) => ({ ...mark, isFading: ageOf(mark) >= 0 })),
      });
    }
    if (marks.length === 0) return;
    this.#cancelExpiry = this.#clock.after(FADE_MS / 2, () => this.#expire());
  }
}
