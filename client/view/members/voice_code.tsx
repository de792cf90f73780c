/**
 * The code that two members compare by voice: four pictures with their names,
 * and digits.
 *
 * @module
 */
import type { JSX } from "preact";
import { digitsOf, pictureNumbersOf } from "../../engine/trust/voice_code.ts";
import { CODE_PICTURES } from "../../strings/code_pictures.ts";
import type { Actions } from "../context/actions.ts";
import { useI18n, useText } from "../context/i18n.ts";
import { useMemberMarks } from "../context/member_marks.ts";
import { Button } from "../ui/button.tsx";

/** A button that makes the code, or the code with what the person says of it. */
export function VoiceCode(
  { id, name, actions }: {
    readonly id: string;
    readonly name: string;
    readonly actions: Actions;
  },
): JSX.Element {
  const text = useText();
  const { verification } = useMemberMarks(id);
  if (!verification || verification.code === null) {
    return (
      <div class="member-tools">
        <Button
          size="small"
          icon="lock"
          testId="verify-member"
          onClick={() => actions.startVerification(id)}
        >
          {text("verifyByVoice")}
        </Button>
        <p class="lock-hint">{text("verifyHint", { name })}</p>
      </div>
    );
  }
  const { code, isVerified, isFromDtls } = verification;
  return (
    <div class="voice-code" role="group" aria-label={text("verifyByVoice")}>
      <p>{text("compareCode", { name })}</p>
      <Pictures code={code} />
      <p class="voice-code-digits" data-testid="code-digits">
        {digitsOf(code)}
      </p>
      {!isFromDtls && <p class="lock-hint">{text("codeFromDescription")}</p>}
      <p role="status">
        {text(isVerified ? "verifiedNow" : "sayDifference", { name })}
      </p>
      <div class="member-tools">
        {isVerified
          ? (
            <Button
              size="small"
              testId="codes-differ"
              onClick={() => actions.confirmVerification(id, false)}
            >
              {text("unverify")}
            </Button>
          )
          : (
            <Button
              size="small"
              icon="lock"
              testId="codes-match"
              onClick={() => actions.confirmVerification(id, true)}
            >
              {text("codesMatch")}
            </Button>
          )}
      </div>
    </div>
  );
}

function Pictures({ code }: { readonly code: number }): JSX.Element {
  const { language } = useI18n();
  return (
    <ol class="voice-code-pictures" data-testid="code-pictures">
      {pictureNumbersOf(code).map((number, i) => {
        const picture = CODE_PICTURES[number];
        return (
          <li key={i}>
            <span aria-hidden="true">{picture?.emoji}</span>
            {picture?.[language]}
          </li>
        );
      })}
    </ol>
  );
}
