/**
 * Code that a reader changes and runs, in a document of another origin.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { serverUrl } from "../../engine/base_url.ts";
import { parseJson } from "../../engine/json.ts";
import { readSandboxMessage } from "../../learn/sandbox_message.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";
import { JsonField } from "./json_field.tsx";
import { SNIPPETS } from "./snippets.ts";
import type { StepProps } from "./step_props.ts";

/** Lines that are kept of the output. */
const MAX_LINES = 300;

interface CodeRun {
  /** Number of the run; each has a new document. */
  readonly id: number;
  readonly code: string;
}

/** Chooses, edits and runs a piece of code. */
export function CodeStep({ state, actions }: StepProps): JSX.Element {
  const text = useText();
  const [id, setId] = useState(SNIPPETS[0].id);
  const [edited, setEdited] = useState<Readonly<Record<string, string>>>({});
  const [run, setRun] = useState<CodeRun | null>(null);
  const selectId = useId();
  const snippet = SNIPPETS.find((one) => one.id === id) ?? SNIPPETS[0];
  const code = edited[snippet.id] ?? snippet.code;
  const edit = (value: string) => setEdited({ ...edited, [snippet.id]: value });
  // The sandbox gets the servers, so they must be there before the first run.
  useEffect(() => {
    if (state.iceServers === "") actions.loadServers();
  }, []);
  return (
    <>
      <div class="field">
        <label class="field-label" for={selectId}>
          {text("learnCodePick")}
        </label>
        <select
          id={selectId}
          class="input"
          data-testid="snippet"
          value={snippet.id}
          onChange={({ currentTarget }) => setId(currentTarget.value)}
        >
          {SNIPPETS.map((one) => (
            <option key={one.id} value={one.id}>{text(one.label)}</option>
          ))}
        </select>
      </div>
      <JsonField
        label={text("learnCodeEdit")}
        testId="snippet-code"
        value={code}
        rows={18}
        onChange={edit}
      />
      <div class="learn-buttons">
        <Button
          variant="primary"
          testId="snippet-run"
          onClick={() => setRun({ id: (run?.id ?? 0) + 1, code })}
        >
          {text("learnCodeRun")}
        </Button>
        <Button
          testId="snippet-restore"
          disabled={code === snippet.code}
          onClick={() => edit(snippet.code)}
        >
          {text("learnCodeRestore")}
        </Button>
      </div>
      {run
        ? <CodeOutput key={run.id} run={run} iceServers={state.iceServers} />
        : <p class="learn-note">{text("learnCodeEmpty")}</p>}
    </>
  );
}

/** Runs the code once, and shows what it logs. */
function CodeOutput(
  { run, iceServers }: { readonly run: CodeRun; readonly iceServers: string },
): JSX.Element {
  const text = useText();
  const frame = useRef<HTMLIFrameElement>(null);
  const [lines, setLines] = useState<readonly string[]>([]);
  const [outcome, setOutcome] = useState<"done" | "failed" | null>(null);
  useEffect(() => {
    const receive = ({ source, data }: MessageEvent<unknown>) => {
      const box = frame.current?.contentWindow;
      if (!box || source !== box) return;
      const message = readSandboxMessage(data);
      if (message?.kind === "ready") {
        // The sandbox has an opaque origin, which no target names.
        box.postMessage({
          code: run.code,
          iceServers: parseJson(iceServers) ?? [],
        }, "*");
      } else if (message?.kind === "log") {
        setLines((before) => [...before, message.text].slice(-MAX_LINES));
      } else if (message) {
        setOutcome(message.kind);
      }
    };
    addEventListener("message", receive);
    return () => removeEventListener("message", receive);
  }, []);
  return (
    <div
      class="learn-result"
      data-testid="snippet-output"
      data-outcome={outcome}
    >
      <p class="field-label" role="status">
        {text("learnCodeOutput")}
        {outcome &&
          `: ${text(outcome === "done" ? "learnCodeDone" : "learnCodeFailed")}`}
      </p>
      <pre
        class="trace-pre"
        tabIndex={0}
        translate={false}
      >{lines.join("\n")}</pre>
      <iframe
        ref={frame}
        class="learn-box"
        title={text("learnCodeOutput")}
        sandbox="allow-scripts"
        aria-hidden="true"
        tabIndex={-1}
        src={serverUrl("/learn/sandbox").href}
      />
    </div>
  );
}
