/**
 * Puts the page into the document and keeps it up to date.
 *
 * @module
 */
import { type ComponentChildren, type JSX, render } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { CallPhase, CallState } from "../engine/call/call_state.ts";
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
import { AudioOutputContext } from "./context/audio_output_context.ts";
import { QualityContext } from "./context/quality_context.ts";
import { StartPage, type StartPageProps } from "./start/start_page.tsx";
import { type I18n, I18nContext } from "./context/i18n.ts";

/** Shows the start page. */
export function mountStartPage(
  root: Element,
  preferences: Preferences,
  props: StartPageProps,
): void {
  render(
    <I18nProvider preferences={preferences}>
      <StartPage {...props} />
    </I18nProvider>,
    root,
  );
}

/** Shows the connection check. */
export function mountCheckPage(
  root: Element,
  preferences: Preferences,
  props: CheckPageProps,
): void {
  render(
    <I18nProvider preferences={preferences}>
      <CheckPage {...props} />
    </I18nProvider>,
    root,
  );
}

/** Shows that the server does not answer. */
export function mountOfflinePage(
  root: Element,
  preferences: Preferences,
  props: OfflinePageProps,
): void {
  render(
    <I18nProvider preferences={preferences}>
      <OfflinePage {...props} />
    </I18nProvider>,
    root,
  );
}

/** What the page of a room is made of. */
export interface RoomPageProps {
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
export function mountRoomPage(root: Element, props: RoomPageProps): void {
  render(
    <I18nProvider preferences={props.preferences}>
      <QualityContext.Provider value={props.quality}>
        <RoomPage {...props} />
      </QualityContext.Provider>
    </I18nProvider>,
    root,
  );
}

function RoomPage(props: RoomPageProps): JSX.Element {
  const { store, actions, preferences } = props;
  const [state, setState] = useState(store.get());
  useEffect(() => {
    setState(store.get());
    return store.subscribe(setState);
  }, [store]);
  const name = preferences.get("name") ?? "";
  return (
    <AudioOutputContext.Provider
      value={{
        deviceId: state.devices.speaker.deviceId,
        onFailure: actions.reportSpeakerFailure,
      }}
    >
      {PAGE_BY_PHASE[state.phase]({ ...props, state, name })}
      <NoticeList state={state} actions={actions} />
      <LiveRegion state={state} />
    </AudioOutputContext.Provider>
  );
}

type PhasePageProps = RoomPageProps & {
  readonly state: CallState;
  readonly name: string;
};

const PAGE_BY_PHASE: Readonly<
  Record<CallPhase, (props: PhasePageProps) => JSX.Element>
> = {
  lobby: (props) => <Lobby {...props} />,
  joining: (props) => <Lobby {...props} />,
  knocking: (props) => <Lobby {...props} />,
  joined: (props) => <CallPage {...props} />,
  left: (props) => <EndPage {...props} />,
  refused: (props) => <EndPage {...props} />,
};

/** Draws its children once the language is there. */
function I18nProvider(
  { preferences, children }: {
    readonly preferences: Preferences;
    readonly children: ComponentChildren;
  },
): JSX.Element | null {
  const [spoken, setSpoken] = useState<LoadedI18n | null>(null);
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
    <I18nContext.Provider value={{ ...spoken, setLanguage }}>
      {children}
    </I18nContext.Provider>
  );
}

type LoadedI18n = Omit<I18n, "setLanguage">;
