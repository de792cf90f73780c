/**
 * The start page: creates a room, or opens one by name.
 *
 * @module
 */
import type { JSX, TargetedSubmitEvent } from "preact";
import { useState } from "preact/hooks";
import { serverUrl } from "../../engine/base_url.ts";
import type { BrowserObstacle } from "../../engine/call/browser_obstacle.ts";
import {
  BrowserNotice,
  type BrowserNoticeProps,
} from "../invite/browser_notice.tsx";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { PageHeader } from "../ui/page_header.tsx";
import { getMaruVersion } from "../ui/version.ts";
import { FloorIllustration } from "./floor_illustration.tsx";

/** Actions of the start page. */
export interface StartPageProps {
  readonly createRoom: () => void;
  /** Opens the room of a name or a link; false when the text is neither. */
  readonly openRoom: (text: string) => boolean;
  /** What does not work in this browser, or null. */
  readonly obstacle: BrowserObstacle | null;
  readonly actions: BrowserNoticeProps["actions"];
}

/** The page at `/`. */
export function StartPage(
  { createRoom, openRoom, obstacle, actions }: StartPageProps,
): JSX.Element {
  const text = useText();
  return (
    <div class="start">
      <PageHeader />
      <main class="start-main">
        <section class="start-words">
          <h1 class="headline">{text("tagline")}</h1>
          <p class="lead">{text("startText")}</p>
          {obstacle && <BrowserNotice obstacle={obstacle} actions={actions} />}
          <Button
            size="large"
            variant="primary"
            testId="create-room"
            onClick={createRoom}
          >
            {text("newRoom")}
            <Icon name="arrow" />
          </Button>
          <RoomForm openRoom={openRoom} />
        </section>
        <FloorIllustration />
      </main>
      <ProductFacts />
    </div>
  );
}

function RoomForm(
  { openRoom }: Pick<StartPageProps, "openRoom">,
): JSX.Element {
  const text = useText();
  const [isInvalid, setInvalid] = useState(false);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get("room");
    setInvalid(typeof typed !== "string" || !openRoom(typed));
  };
  return (
    <form class="room-form" onSubmit={submit} noValidate>
      <label class="field-label" for="room">{text("orJoin")}</label>
      <div class="joined-field">
        <input
          id="room"
          name="room"
          class="input"
          data-testid="room-input"
          placeholder={text("roomName")}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={2000}
          aria-invalid={isInvalid}
          aria-describedby="room-problem"
          onInput={() => setInvalid(false)}
        />
        <Button type="submit" testId="go">{text("go")}</Button>
      </div>
      <p id="room-problem" class="problem" role="alert">
        {isInvalid ? text("badRoomName") : ""}
      </p>
    </form>
  );
}

function ProductFacts(): JSX.Element {
  const text = useText();
  return (
    <footer class="facts">
      {(["fact1", "fact2", "fact3"] as const).map((fact) => (
        <div key={fact} class="fact">
          <h2>{text(fact)}</h2>
          <p>{text(`${fact}Text`)}</p>
        </div>
      ))}
      <a class="quiet-link" href={serverUrl("/ca").pathname}>
        {text("trustThisDevice")}
      </a>
      <a class="quiet-link" href={serverUrl("/learn").pathname}>
        {text("learnLink")}
      </a>
      <span class="facts-version" translate={false}>
        Maru {getMaruVersion()}
      </span>
    </footer>
  );
}
