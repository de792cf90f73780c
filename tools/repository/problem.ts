/**
 * A violation of a repository rule.
 *
 * @module
 */

/** A violation, with the place to fix. */
export interface RepositoryProblem {
  /** Path from the root of the repository. */
  readonly file: string;
  /** Line, counted from 1. */
  readonly line: number;
  readonly message: string;
}
