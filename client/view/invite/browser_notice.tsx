/**
 * Notice about an obstacle of this browser, with the link to open elsewhere.
 *
 * @module
 */
import type { JSX } from "preact";
import type { BrowserObstacle } from "../../engine/call/browser_obstacle.ts";
import type { StringKey } from "../../strings/en.ts";
import { type TextFormatter, useText } from "../context/i18n.ts";
import type { InviteActions } from "../context/invite_actions.ts";
import { CopyButton } from "./link_row.tsx";
import { Icon } from "../ui/icon.tsx";

/** An obstacle, and the action that copies the link. */
export interface BrowserNoticeProps {
  readonly obstacle: BrowserObstacle;
  readonly actions: Pick<InviteActions, "copyLinkSilently">;
}

const OBSTACLE_KEYS = {
  "no-webrtc": "obstacleNoWebrtc",
  "no-devices": "obstacleNoDevices",
  "in-app": "obstacleInApp",
} as const satisfies Record<BrowserObstacle["kind"], StringKey>;

/** What does not work in this browser. */
export function formatObstacle(
  { kind, app }: BrowserObstacle,
  text: TextFormatter,
): string {
  return text(OBSTACLE_KEYS[kind], { app: app ?? "" });
}

/** Where to open the link instead. */
export function formatOpenElsewhere(
  { openIn }: BrowserObstacle,
  text: TextFormatter,
): string {
  return text("openElsewhere", { browser: openIn ?? text("usualBrowsers") });
}

/** The notice above the buttons that lead into a call. */
export function BrowserNotice(
  { obstacle, actions }: BrowserNoticeProps,
): JSX.Element {
  const text = useText();
  return (
    <div class="device-problem" data-testid="browser-notice">
      <Icon name="alert" />
      <p>
        {formatObstacle(obstacle, text)} {formatOpenElsewhere(obstacle, text)}
      </p>
      <CopyButton actions={actions} />
    </div>
  );
}
