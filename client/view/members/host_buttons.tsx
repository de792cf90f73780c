/**
 * The buttons of a host for the whole call: mute all, end the call.
 *
 * @module
 */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useText } from "../context/i18n.ts";
import type { PanelProps } from "../context/panel_props.ts";
import { Button } from "../ui/button.tsx";
import { Confirm, type ConfirmChoice } from "../ui/confirm.tsx";

/** Both buttons; without "mute all" while nobody else can be heard. */
export function HostButtons(
  { state, actions }: Pick<PanelProps, "state" | "actions">,
): JSX.Element {
  const text = useText();
  const isSomeoneHeard = state.remoteMembers.some(({ info }) => !info.muted);
  return (
    <>
      {isSomeoneHeard && (
        <ConfirmedButton
          label={text("muteAll")}
          question={text("muteAllAsk")}
          choice={{
            label: text("muteAll"),
            testId: "mute-all-sure",
            isDanger: false,
            run: () => actions.muteAll(),
          }}
        />
      )}
      <ConfirmedButton
        label={text("endRoom")}
        question={text("endRoomAsk")}
        choice={{
          label: text("endRoomSure"),
          testId: "end-room-sure",
          isDanger: true,
          run: () => actions.endRoom(),
        }}
      />
    </>
  );
}

function ConfirmedButton(
  { label, question, choice }: {
    readonly label: string;
    readonly question: string;
    readonly choice: ConfirmChoice;
  },
): JSX.Element {
  const [isAsking, setAsking] = useState(false);
  if (isAsking) {
    return (
      <Confirm
        question={question}
        close={() => setAsking(false)}
        choices={[choice]}
      />
    );
  }
  return (
    <Button
      variant={choice.isDanger ? "danger" : "outlined"}
      testId={choice.testId.replace("-sure", "")}
      onClick={() => setAsking(true)}
    >
      {label}
    </Button>
  );
}
