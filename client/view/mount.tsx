/**
 * Puts the page into the document and keeps it up to date.
 *
 * @module
 */
import { type ComponentChildren, type JSX, render } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { CallState, Phase } from "../engine/call/call_state.ts";
import type { QualityState } from "../engine/quality/quality_state.ts";
import type { Store } from "../engine/store.ts";
import {
  isLanguage,
  type Language,
  loadStrings,
  pickLanguage,
} from "../strings/language.ts";
import type { Actions } from "./context/actions.ts";
import { CallPage } from "./call/call_page.tsx";
import { CheckPage, type CheckPageProps } from "./check/check_page.tsx";
import { EndPage } from "./start/end_page.tsx";
import { LiveRegion } from "./notices/live_region.tsx";
import { Lobby } from "./lobby/lobby.tsx";
import { NoticeList } from "./notices/notice_list.tsx";
import { OfflinePage, type OfflinePageProps } from "./start/offline_page.tsx";
import type { Preferences } from "./context/preferences.ts";
import { SpeakerContext } from "./context/audio_output_context.ts";
import { QualityContext } from "./context/quality_context.ts";
import { StartPage, type StartProps } from "./start/start_page.tsx";
import { type Speech, SpeechContext } from "./context/i18n.ts";

/** Shows the start page. */
export function mountStart(
  root: Element,
  preferences: Preferences,
  props: StartProps,
): void {
  render(
    <Speaking preferences={preferences}>
      <StartPage {...props} />
    </Speaking>,
    root,
  );
}

/** Shows the connection check. */
export function mountCheck(
  root: Element,
  preferences: Preferences,
  props: CheckPageProps,
): void {
  render(
    <Speaking preferences={preferences}>
      <CheckPage {...props} />
    </Speaking>,
    root,
  );
}

/** Shows that the server does not answer. */
export function mountOffline(
  root: Element,
  preferences: Preferences,
  props: OfflinePageProps,
): void {
  render(
    <Speaking preferences={preferences}>
      <OfflinePage {...props} />
    </Speaking>,
    root,
  );
}

/** What the page of a room is made of. */
export interface RoomProps {
  readonly store: Store<CallState>;
  readonly quality: Store<QualityState>;
  readonly actions: Actions;
  readonly preferences: Preferences;
  readonly room: string;
  /** Address to send to others. */
  readonly link: string;
  /** A device whose camera can be turned round. */
  readonly isPhone: boolean;
}

/** Shows lobby, call and what comes after. */
export function mountRoom(root: Element, props: RoomProps): void {
  render(
    <Speaking preferences={props.preferences}>
      <QualityContext.Provider value={props.quality}>
        <RoomPage {...props} />
      </QualityContext.Provider>
    </Speaking>,
    root,
  );
}

function RoomPage(props: RoomProps): JSX.Element {
  const { store, actions, preferences } = props;
  const [state, setState] = useState(store.get());
  useEffect(() => {
    setState(store.get());
    return store.subscribe(setState);
  }, [store]);
  const name = preferences.get("name") ?? "";
  return (
    <SpeakerContext.Provider
      value={{
        speakerId: state.devices.speaker.deviceId,
        onFailure: actions.speakerFailed,
      }}
    >
      {PAGES[state.phase]({ ...props, state, name })}
      <NoticeList state={state} actions={actions} />
      <LiveRegion state={state} />
    </SpeakerContext.Provider>
  );
}

type PageProps = RoomProps & {
  readonly state: CallState;
  readonly name: string;
};

const PAGES: Readonly<Record<Phase, (props: PageProps) => JSX.Element>> = {
  lobby: (props) => <Lobby {...props} />,
  joining: (props) => <Lobby {...props} />,
  knocking: (props) => <Lobby {...props} />,
  joined: (props) => <CallPage {...props} />,
  left: (props) => <EndPage {...props} />,
  refused: (props) => <EndPage {...props} />,
};

/** Draws its children once the language is there. */
function Speaking(
  { preferences, children }: {
    readonly preferences: Preferences;
    readonly children: ComponentChildren;
  },
): JSX.Element | null {
  const [spoken, setSpoken] = useState<Spoken | null>(null);
  const wanted = useRef<Language | null>(null);
  const speak = async (language: Language) => {
    wanted.current = language;
    const strings = await loadStrings(language);
    if (wanted.current === language) setSpoken({ language, strings });
  };
  useLayoutEffect(() => {
    const kept = preferences.get("language");
    // Without its texts there is no page, as without its script.
    void speak(isLanguage(kept) ? kept : pickLanguage(navigator.languages));
  }, []);
  useEffect(() => {
    if (spoken) document.documentElement.lang = spoken.language;
  }, [spoken]);
  if (!spoken) return null;
  const setLanguage = (next: Language) => {
    preferences.set("language", next);
    // A server that is away leaves the page in the language that it has.
    speak(next).catch(() => {});
  };
  return (
    <SpeechContext.Provider value={{ ...spoken, setLanguage }}>
      {children}
    </SpeechContext.Provider>
  );
}

type Spoken = Omit<Speech, "setLanguage">;
