/**
 * Members that may point and draw on our own screen. The choice lasts for one
 * share; the profile carries it to all pages, which check each mark.
 *
 * @module
 */
import {
  ALLOWS_NOBODY,
  type AnnotationChoice,
  type AnnotationGrant,
} from "./annotation_state.ts";
import type { AnnotationsOptions } from "./annotations_options.ts";

/** The choice with a decision about one member. */
export function chooseForMember(
  { isForAll, exceptions }: AnnotationChoice,
  id: string,
  isAllowed: boolean,
): AnnotationChoice {
  const others = exceptions.filter((other) => other !== id);
  return {
    isForAll,
    exceptions: isAllowed === isForAll ? others : [...others, id],
  };
}

/**
 * What a choice means for the members of the call. Pages that know only
 * `annotatable` allow nobody while some may not.
 */
export function toAnnotationGrant(
  { isForAll, exceptions }: AnnotationChoice,
  selfId: string,
  peerIds: readonly string[],
): AnnotationGrant {
  if (exceptions.length === 0) {
    return { annotatable: isForAll, annotatableBy: [] };
  }
  const allowed = peerIds.filter((id) => isForAll !== exceptions.includes(id));
  return { annotatable: false, annotatableBy: [selfId, ...allowed] };
}

/** Dependencies of {@linkcode AnnotationPermission}. */
export type AnnotationPermissionOptions = Pick<
  AnnotationsOptions,
  "summary" | "selfId" | "peerIds" | "makeOwnScreen" | "publish"
>;

/** Permission to draw on our own screen. */
export class AnnotationPermission {
  readonly #options: AnnotationPermissionOptions;

  constructor(options: AnnotationPermissionOptions) {
    this.#options = options;
  }

  /** Lets everyone draw, or nobody, while we share our screen. */
  setForAll(isForAll: boolean): void {
    this.#choose({ isForAll, exceptions: [] });
  }

  /** Allows or forbids one member, whatever holds for the others. */
  setForMember(id: string, isAllowed: boolean): void {
    const { choice } = this.#options.summary.get();
    this.#choose(chooseForMember(choice, id, isAllowed));
  }

  /** A member has left: forgets the decision about it. */
  removePeer(id: string): void {
    this.setForMember(id, this.#options.summary.get().choice.isForAll);
  }

  /** The roster has changed: a newcomer gets what holds for all. */
  update(): void {
    const { choice } = this.#options.summary.get();
    if (choice.exceptions.length > 0) this.#publish(choice);
  }

  #choose(choice: AnnotationChoice): void {
    const { summary, makeOwnScreen } = this.#options;
    const isUsed = choice.isForAll || choice.exceptions.length > 0;
    const ownScreen = isUsed
      ? summary.get().ownScreen ?? makeOwnScreen()
      : null;
    const effective = ownScreen ? choice : ALLOWS_NOBODY;
    summary.set({ choice: effective, ownScreen });
    this.#publish(effective);
  }

  #publish(choice: AnnotationChoice): void {
    const { selfId, peerIds, publish } = this.#options;
    publish(toAnnotationGrant(choice, selfId(), peerIds()));
  }
}
