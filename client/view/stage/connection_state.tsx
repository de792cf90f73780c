/**
 * State of the connection on a member's tile. A good connection shows nothing,
 * a bad one its bars, and the route where it is relayed. All is shown on
 * request: while the tile is hovered, focused or tapped.
 *
 * @module
 */
import type { JSX } from "preact";
import type { PeerStatus } from "../../engine/peer/remote_peer.ts";
import { getMemberGrade } from "../../engine/quality/quality_state.ts";
import { useText } from "../context/i18n.ts";
import { useQuality } from "../context/quality_context.ts";
import { QualityIndicator } from "../quality/quality_indicator.tsx";
import { classNames } from "../ui/class_names.ts";

/** Connection state as a string key; also the `data-state` of the tile. */
export type ConnectionLabel =
  | "connecting"
  | "connected"
  | "direct"
  | "relayed"
  | "reconnecting"
  | "failed";

/** State of a connection; the route once it is known. */
export function connectionLabelOf(status: PeerStatus): ConnectionLabel {
  return status.kind === "connected"
    ? status.route ?? "connected"
    : status.kind;
}

/** Signal bars and route, or the state of a connection that does not work. */
export function ConnectionState(
  { id, status }: { readonly id: string; readonly status: PeerStatus },
): JSX.Element {
  const text = useText();
  const grade = useQuality((state) => getMemberGrade(state, id));
  const isConnected = status.kind === "connected";
  const isHealthy = isConnected && grade !== "fair" && grade !== "poor";
  const label = connectionLabelOf(status);
  return (
    <span
      class={classNames(
        "tile-state",
        `is-${label}`,
        isHealthy && "is-on-request",
      )}
    >
      {isConnected && grade
        ? <QualityIndicator id={id} />
        : <span class="tile-state-dot" aria-hidden="true" />}
      <span
        class={classNames(
          "tile-route",
          isConnected && label !== "relayed" && "is-on-request",
        )}
        data-testid="connection-state"
      >
        {text(label)}
      </span>
    </span>
  );
}
