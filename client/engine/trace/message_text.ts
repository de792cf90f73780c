/**
 * Hides passwords and tokens in the text of a message.
 *
 * @module
 */

const SECRET =
  /"(resume|token|invitation|credential|username|password|proof|k|key)":\s*"(?:[^"\\]|\\.)*"/g;

/** The JSON text with its secrets replaced. */
export function hideSecrets(text: string): string {
  return text.replace(SECRET, '"$1":"•••"')
    .replace(/a=ice-pwd:[^\\\r\n"]+/g, "a=ice-pwd:•••");
}
