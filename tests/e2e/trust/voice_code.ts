/**
 * The code that a page shows, to be compared with that of another.
 *
 * @module
 */
import type { CallPage } from "../harness/call_page.ts";

/** Opens the tools of the only other member in the list. */
export async function openMemberTools(page: CallPage): Promise<void> {
  await page.get("people-toggle").click();
  await page.get("person-menu").click();
}

/** Asks for a code with the member whose tools are open. */
export async function askForCode(page: CallPage): Promise<void> {
  await page.get("verify-member").click();
}

/** Pictures and digits, as the page shows them. */
export async function readCode(page: CallPage): Promise<string> {
  const pictures = await page.get("code-pictures").innerText();
  const digits = await page.get("code-digits").innerText();
  return `${pictures} ${digits}`;
}
