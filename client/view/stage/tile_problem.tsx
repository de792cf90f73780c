/**
 * Says on the tile of a member why there is no connection, and what the person
 * can do. A file of its own, loaded once there is a tile.
 *
 * @module
 */
import type { JSX } from "preact";
import { serverUrl } from "../../engine/base_url.ts";
import { formatText } from "../../strings/language.ts";
import type { TileStringKey } from "../../strings/tile_string_keys.ts";
import { TILE_STRINGS } from "../../strings/tile_strings.ts";
import { useI18n, useText } from "../context/i18n.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import type { TileProblemKind } from "./tile_problem_key.ts";

const KEYS: Readonly<Record<TileProblemKind, TileStringKey>> = {
  "no-answer": "noAnswer",
  "no-relay": "noRelay",
  "own-network": "ownNetworkBlocks",
  "their-network": "theirNetworkBlocks",
  "no-path": "noPath",
  "unproven": "unproven",
  "wrong-key": "wrongKey",
  "forged": "forged",
  "key-holder": "keyHolder",
};

/** Sentence and buttons over the tile. */
export function TileProblem(
  { name, problem, retry, allow }: {
    readonly name: string;
    readonly problem: TileProblemKind;
    readonly retry: () => void;
    readonly allow: () => void;
  },
): JSX.Element {
  const text = useText();
  const i18n = useI18n();
  const tileStrings = TILE_STRINGS[i18n.language];
  const strings = { ...i18n.strings, ...tileStrings };
  const act = (run: () => void) => (event: Event) => {
    // The button is removed; the focus stays on its tile.
    const { currentTarget } = event;
    if (currentTarget instanceof Element) {
      currentTarget.closest<HTMLElement>(".tile")?.focus();
    }
    run();
  };
  const sentence = formatText({ ...i18n, strings }, KEYS[problem], { name });
  if (problem === "unproven" || problem === "wrong-key") {
    return (
      <div class="tile-failure" data-problem={problem}>
        <p>{sentence}</p>
        {problem === "unproven" && (
          <Button
            size="small"
            icon="lockOpen"
            testId="connect-anyway"
            onClick={act(allow)}
          >
            {tileStrings.connectAnyway}
          </Button>
        )}
      </div>
    );
  }
  return (
    <div class="tile-failure" data-problem={problem}>
      <p>{sentence}</p>
      <Button size="small" icon="retry" onClick={act(retry)}>
        {text("tryAgain")}
      </Button>
      {/* In a new tab: the call keeps trying. */}
      <ButtonLink
        size="small"
        href={serverUrl("/check").pathname}
        target="_blank"
        rel="noopener"
      >
        {text("checkLink")}
      </ButtonLink>
    </div>
  );
}
