/**
 * Renders the pages into the document.
 *
 * @module
 */
import type { JSX } from "preact";
import type { BrowserObstacle } from "../engine/call/browser_obstacle.ts";
import type { CallPhase, CallState } from "../engine/call/call_state.ts";
import type { QualityState } from "../engine/quality/quality_state.ts";
import type { Store } from "../engine/store.ts";
import { CallPage } from "./call/call_page.tsx";
import type { Actions } from "./context/actions.ts";
import {
  type AnnotationAccess,
  AnnotationContext,
  MemberNamesContext,
} from "./context/annotation_context.ts";
import { AudioOutputContext } from "./context/audio_output_context.ts";
import { MemberMarksContext } from "./context/member_marks.ts";
import { MemberHuesContext, useMemberHues } from "./context/member_hues.ts";
import type { Preferences } from "./context/preferences.ts";
import { QualityContext } from "./context/quality_context.ts";
import { useStore } from "./context/use_store.ts";
import type { BrowserNoticeProps } from "./invite/browser_notice.tsx";
import { Lobby } from "./lobby/lobby.tsx";
import { AlertWatcher } from "./notices/alert_watcher.tsx";
import { LiveRegion } from "./notices/live_region.tsx";
import { NoticeList } from "./notices/notice_list.tsx";
import { renderPage } from "./render_page.tsx";
import { useModule } from "./ui/use_module.ts";
import { EndPage } from "./start/end_page.tsx";
import type { StartPageProps } from "./start/start_page.tsx";
import { UnsupportedPage } from "./start/unsupported_page.tsx";

/** Renders the start page; its code is loaded for it, since most visits are to rooms. */
export async function mountStartPage(
  root: Element,
  preferences: Preferences,
  props: StartPageProps,
): Promise<void> {
  const { StartPage } = await import("./start/start_page.tsx");
  renderPage(root, preferences, <StartPage {...props} />);
}

/** Renders the page of a room in a browser that cannot make calls. */
export function mountUnsupportedPage(
  root: Element,
  preferences: Preferences,
  props: BrowserNoticeProps,
): void {
  renderPage(root, preferences, <UnsupportedPage {...props} />);
}

/** Input of the pages of a room. */
export interface RoomPageProps {
  readonly store: Store<CallState>;
  readonly quality: Store<QualityState>;
  readonly annotations: AnnotationAccess;
  readonly actions: Actions;
  readonly preferences: Preferences;
  /** Name before a reload, or of the invitation; null without either. */
  readonly visitName: string | null;
  /** True on a device with a front and a rear camera. */
  readonly isPhone: boolean;
  /** What does not work in this browser, or null. */
  readonly obstacle: BrowserObstacle | null;
}

/** Renders the lobby, the call and the end page of a room. */
export function mountRoomPage(root: Element, props: RoomPageProps): void {
  renderPage(
    root,
    props.preferences,
    <QualityContext.Provider value={props.quality}>
      <AnnotationContext.Provider value={props.annotations}>
        <RoomPage {...props} />
      </AnnotationContext.Provider>
    </QualityContext.Provider>,
  );
}

const loadRecordings = () => import("./recording/kept_recordings.tsx");

function RoomPage(props: RoomPageProps): JSX.Element {
  const { store, actions, preferences } = props;
  const state = useStore(store);
  const { kept } = state.recording;
  const recordings = useModule(loadRecordings, kept.length > 0, kept);
  const name = props.visitName ?? preferences.get("name") ?? "";
  const hues = useMemberHues(state);
  const names = new Map(
    state.remoteMembers.map(({ id, info }) => [id, info.name]),
  );
  return (
    <MemberHuesContext.Provider value={hues}>
      <AudioOutputContext.Provider
        value={{
          deviceId: state.devices.speaker.deviceId,
          onFailure: actions.reportSpeakerFailure,
        }}
      >
        {state.phase !== "joined" && recordings && (
          <recordings.KeptRecordings
            kept={state.recording.kept}
            actions={actions}
          />
        )}
        <MemberMarksContext.Provider value={state}>
          <MemberNamesContext.Provider value={names}>
            {PAGE_BY_PHASE[state.phase]({ ...props, state, name })}
          </MemberNamesContext.Provider>
        </MemberMarksContext.Provider>
        {state.phase !== "joined" && (
          <NoticeList state={state} actions={actions} />
        )}
        <LiveRegion state={state} />
        <AlertWatcher state={state} actions={actions} />
      </AudioOutputContext.Provider>
    </MemberHuesContext.Provider>
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
