/**
 * What notices and announcements say: a file of its own, loaded after the page.
 *
 * @module
 */
export { NOTICE_STRINGS } from "../../strings/notice_strings.ts";
export { announceChanges } from "./announcements.ts";
export { fallbackNameKeyOf, noticeKeyOf } from "./notice_text.ts";
