/**
 * The start page: opens a new room, or goes to one by its name.
 *
 * @module
 */
import type { JSX, TargetedSubmitEvent } from "preact";
import { useState } from "preact/hooks";
import { canonicalizeRoomName } from "../../../signaling/protocol.ts";
import { Brand, FloorIllustration } from "../ui/brand.tsx";
import { Icon } from "../ui/icon.tsx";
import { LanguageSwitch } from "../ui/language_switch.tsx";
import { useText } from "../context/i18n.ts";

/** What the start page can do. */
export interface StartPageProps {
  readonly createRoom: () => void;
  readonly openRoom: (name: string) => void;
}

/** The page at `/`. */
export function StartPage(
  { createRoom, openRoom }: StartPageProps,
): JSX.Element {
  const text = useText();
  return (
    <div class="start">
      <header class="masthead">
        <Brand />
        <LanguageSwitch />
      </header>
      <main class="start-main">
        <section class="start-words">
          <h1 class="headline">{text("tagline")}</h1>
          <p class="lead">{text("startText")}</p>
          <button
            type="button"
            class="button is-primary is-large"
            data-testid="create-room"
            onClick={createRoom}
          >
            {text("newRoom")}
            <Icon name="arrow" />
          </button>
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
  const [isBad, setBad] = useState(false);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get("room");
    const name = typeof typed === "string"
      ? canonicalizeRoomName(typed.trim().replace(/\s+/g, "-"))
      : null;
    setBad(name === null);
    if (name !== null) openRoom(name);
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
          maxLength={80}
          aria-invalid={isBad}
          aria-describedby="room-problem"
          onInput={() => setBad(false)}
        />
        <button type="submit" class="button" data-testid="go">
          {text("go")}
        </button>
      </div>
      <p id="room-problem" class="problem" role="alert">
        {isBad ? text("badRoomName") : ""}
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
      <a class="quiet-link" href="/ca">{text("trustThisDevice")}</a>
    </footer>
  );
}
