/**
 * "Under the hood": how the connections of this call came about, in a dialog
 * that is loaded when it opens.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import type {
  TraceDescription,
  TraceEvent,
} from "../../engine/trace/trace_event.ts";
import type { StringKey } from "../../strings/en.ts";
import { TRACE_STRINGS } from "../../strings/trace_strings.ts";
import { I18nContext, useI18n, useText } from "../context/i18n.ts";
import type { CallTraceAccess } from "../context/trace_actions.ts";
import { useStore } from "../context/use_store.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { CandidateTable, PairTable } from "./path_tables.tsx";
import { SdpView } from "./sdp_view.tsx";
import { Timeline } from "./timeline.tsx";
import traceStyle from "./under_the_hood.css" with { type: "text" };

/** Style of the dialog. */
export const TRACE_STYLE = traceStyle;

/** What the dialog shows. */
export interface UnderTheHoodProps {
  readonly trace: CallTraceAccess;
  /** Names of the members by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly onClose: () => void;
}

/** Interval of reading the candidate pairs while the dialog is open. */
const REFRESH_MS = 2_000;

const VIEWS = [
  ["all", "traceAll"],
  ["message", "traceMessages"],
  ["description", "traceSdp"],
  ["path", "traceCandidates"],
  ["state", "traceStates"],
] as const satisfies readonly (readonly [string, StringKey])[];

type ViewName = (typeof VIEWS)[number][0];

/** The dialog. */
export function UnderTheHood(props: UnderTheHoodProps): JSX.Element {
  const i18n = useI18n();
  const strings = { ...i18n.strings, ...TRACE_STRINGS[i18n.language] };
  return (
    <I18nContext.Provider value={{ ...i18n, strings }}>
      {/* Escape closes the dialog, and not the panel around it too. */}
      <div
        onKeyDown={(event) => {
          if (event.key === "Escape") event.stopPropagation();
        }}
      >
        <TraceDialog {...props} />
      </div>
    </I18nContext.Provider>
  );
}

function TraceDialog(
  { trace, names, onClose }: UnderTheHoodProps,
): JSX.Element {
  const text = useText();
  const { events, removedCount } = useStore(trace.store);
  const [view, setView] = useState<ViewName>("all");
  const [member, setMember] = useState("");
  useEffect(() => {
    trace.refresh();
    const timer = setInterval(() => trace.refresh(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [trace]);
  const nameOf = (connection: string) => {
    const id = trace.memberOf(connection);
    return (id === null ? undefined : names.get(id)) ?? connection;
  };
  const shown = member === ""
    ? events
    : events.filter(({ connection }) => trace.memberOf(connection) === member);
  return (
    <Dialog
      title={text("trace")}
      class="trace-dialog"
      testId="under-the-hood"
      closeTestId="close-under-the-hood"
      onClose={onClose}
    >
      <p class="trace-hint">{text("traceLead")}</p>
      <MemberSelect names={names} member={member} onChange={setMember} />
      <div class="trace-views" role="group" aria-label={text("traceFilter")}>
        {VIEWS.map(([name, label]) => (
          <Button
            key={name}
            size="small"
            testId={`trace-${name}`}
            variant={name === view ? "primary" : "outlined"}
            aria-pressed={name === view}
            onClick={() => setView(name)}
          >
            {text(label)}
          </Button>
        ))}
      </div>
      <TraceContentView view={view} events={shown} nameOf={nameOf} />
      {removedCount > 0 && (
        <p class="trace-hint">{text("traceRemoved", { n: removedCount })}</p>
      )}
      <SaveReport onSave={(keeps) => trace.saveReport(keeps)} />
    </Dialog>
  );
}

function MemberSelect(
  { names, member, onChange }: {
    readonly names: ReadonlyMap<string, string>;
    readonly member: string;
    readonly onChange: (member: string) => void;
  },
): JSX.Element | null {
  const text = useText();
  const id = useId();
  if (names.size < 2) return null;
  return (
    <div class="field">
      <label class="field-label" for={id}>{text("traceConnection")}</label>
      <select
        id={id}
        class="input"
        value={member}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      >
        <option value="">{text("traceEveryone")}</option>
        {[...names].map(([memberId, name]) => (
          <option key={memberId} value={memberId}>{name}</option>
        ))}
      </select>
    </div>
  );
}

function TraceContentView(
  { view, events, nameOf }: {
    readonly view: ViewName;
    readonly events: readonly TraceEvent[];
    readonly nameOf: (connection: string) => string;
  },
): JSX.Element {
  const text = useText();
  if (view === "description") {
    return <Descriptions events={events} nameOf={nameOf} />;
  }
  if (view === "path") {
    const rows = events.flatMap((event) =>
      event.kind === "candidate"
        ? [{
          line: event.line,
          atMs: event.atMs,
          owner: `${
            text(event.side === "local" ? "traceLocal" : "traceRemote")
          } · ${nameOf(event.connection)}`,
        }]
        : []
    );
    return (
      <>
        <PairTable events={events} nameOf={nameOf} />
        <CandidateTable rows={rows} />
      </>
    );
  }
  const listed = view === "all"
    ? events
    : events.filter(({ kind }) =>
      kind === view || (view === "state" && kind === "media")
    );
  return <Timeline events={listed} nameOf={nameOf} label={text("trace")} />;
}

/** The last offer and answer of each connection. */
function Descriptions(
  { events, nameOf }: {
    readonly events: readonly TraceEvent[];
    readonly nameOf: (connection: string) => string;
  },
): JSX.Element {
  const text = useText();
  const latest = new Map<string, TraceDescription & { connection: string }>();
  for (const event of events) {
    if (event.kind === "description") {
      latest.set(`${event.connection} ${event.side}`, event);
    }
  }
  if (latest.size === 0) return <p class="trace-empty">{text("traceEmpty")}</p>;
  return (
    <>
      {[...latest].map(([key, { connection, side, type, sdp }]) => (
        <SdpView
          key={key}
          title={`${nameOf(connection)}: ${
            text(side === "local" ? "traceSetLocal" : "traceSetRemote", {
              type,
            })
          }`}
          sdp={sdp}
        />
      ))}
    </>
  );
}

function SaveReport(
  { onSave }: { readonly onSave: (keepsAddresses: boolean) => void },
): JSX.Element {
  const text = useText();
  const [keepsAddresses, setKeeps] = useState(false);
  const [isSaved, setSaved] = useState(false);
  return (
    <div class="trace-save">
      <p class="trace-hint">{text("traceSaveHint")}</p>
      <label class="trace-check">
        <input
          type="checkbox"
          data-testid="trace-addresses"
          checked={keepsAddresses}
          onChange={({ currentTarget }) => setKeeps(currentTarget.checked)}
        />
        {text("traceKeepAddresses")}
      </label>
      <Button
        icon="save"
        testId="trace-save"
        onClick={() => {
          onSave(keepsAddresses);
          setSaved(true);
        }}
      >
        {text("traceSave")}
      </Button>
      <span role="status">{isSaved ? text("traceSaved") : ""}</span>
    </div>
  );
}
