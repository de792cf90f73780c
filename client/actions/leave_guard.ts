/**
 * Keeps a person from leaving the call by accident: the browser asks before
 * the page is closed or reloaded, and a pull on a phone does not reload it.
 *
 * @module
 */
import type { CallState } from "../engine/call/call_state.ts";
import { shouldAskBeforeLeaving } from "../engine/call/leave_question.ts";
import type { Store } from "../engine/store.ts";

/** Guards for the lifetime of the page. */
export function guardAgainstLeaving(store: Store<CallState>): void {
  const ask = (event: BeforeUnloadEvent) => {
    event.preventDefault();
    // Chromium before 119 asks only with a value.
    event.returnValue = true;
  };
  store.subscribe((state) => {
    document.documentElement.classList.toggle(
      "in-call",
      state.phase === "joined",
    );
    // A page that always listens cannot be kept for the back button.
    if (shouldAskBeforeLeaving(state)) addEventListener("beforeunload", ask);
    else removeEventListener("beforeunload", ask);
  });
}
