/**
 * Opens and closes the call in a window above all others; what draws it is
 * loaded when it opens.
 *
 * @module
 */
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import type { CallState, RemoteMember } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { useI18n } from "../context/i18n.ts";
import { MemberHuesContext } from "../context/member_hues.ts";
import {
  type Floating,
  type FloatingContent,
  floatingKind,
  openFloatingWindow,
  setFloating,
} from "./floating_window.ts";

/** Opens the window, or closes an open one; null where there is none. */
export type ToggleFloating = (() => void) | null;

async function openFloating(
  content: FloatingContent,
  onClose: () => void,
): Promise<Floating | null> {
  if (floatingKind() === "video") {
    const { FloatingVideo } = await import("./floating_video.ts");
    return await FloatingVideo.open(content, onClose);
  }
  // Before the import: the browser opens it only right after a user gesture.
  const opened = await openFloatingWindow();
  if (!opened) return null;
  try {
    const { FloatingDocument } = await import("./floating_document.tsx");
    return new FloatingDocument(opened, onClose);
  } catch (error) {
    opened.close();
    throw error;
  }
}

const hasPicture = ({ info, video, screen }: RemoteMember): boolean =>
  (video !== null && !info.cameraOff) || (screen !== null && info.sharing);

/** The window of the call page. */
export function useFloatingCall(
  state: CallState,
  actions: Actions,
): ToggleFloating {
  const i18n = useI18n();
  const hues = useContext(MemberHuesContext);
  const [shown, setShown] = useState<Floating | null>(null);
  const content = { state, actions, i18n, hues };
  useEffect(() => shown?.show(content));
  useEffect(() => {
    setFloating(shown);
    return () => {
      setFloating(null);
      shown?.close();
    };
  }, [shown]);
  const open = () => {
    let isClosed = false;
    openFloating(content, () => {
      isClosed = true;
      setShown(null);
    }).then((opened) => !isClosed && setShown(opened), () => {});
  };
  const latestOpen = useRef(open);
  latestOpen.current = shown ? () => {} : open;
  const kind = floatingKind();
  useEffect(() => {
    if (kind === "call") return openWhenHidden(() => latestOpen.current());
  }, []);
  if (shown) return () => shown.close();
  const isOffered = kind === "call" ||
    (kind === "video" && state.remoteMembers.some(hasPicture));
  return isOffered ? open : null;
}

/** The browser opens the window when the tab is left, where the user allows it. */
function openWhenHidden(open: () => void): (() => void) | undefined {
  // The types of browsers lack this action.
  const setHandler = (handler: (() => void) | null) =>
    Reflect.apply(
      navigator.mediaSession.setActionHandler,
      navigator.mediaSession,
      ["enterpictureinpicture", handler],
    );
  try {
    setHandler(open);
  } catch {
    // Not known in this browser.
    return;
  }
  return () => setHandler(null);
}
