/**
 * Choice between a message to everyone and a private one to a member.
 *
 * @module
 */
import type { JSX } from "preact";
import { useText } from "../context/i18n.ts";
import type { ComposerProps } from "./composer_props.ts";

/** The choice; nothing with only one other member. */
export function RecipientSelect(
  { state: { remoteMembers }, draft: { to }, write, inputRef, hasLeft }:
    & ComposerProps
    & {
      /** True when the chosen member is no longer here. */
      readonly hasLeft: boolean;
    },
): JSX.Element | null {
  const text = useText();
  if (remoteMembers.length < 2 && to === null) return null;
  const choices = remoteMembers.map(({ id, info }) => ({
    id,
    name: info.name,
  }));
  if (to && hasLeft) choices.push(to);
  return (
    <label class="composer-to">
      <span>{text("recipient")}</span>
      <select
        class="input"
        data-testid="chat-recipient"
        value={to?.id ?? ""}
        onChange={({ currentTarget }) => {
          const { value } = currentTarget;
          write({ to: choices.find(({ id }) => id === value) ?? null });
          inputRef.current?.focus();
        }}
      >
        <option value="">{text("everyone")}</option>
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {text("privatelyTo", { name: name || text("guest") })}
          </option>
        ))}
      </select>
    </label>
  );
}
