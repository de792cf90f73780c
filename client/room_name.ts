/**
 * Makes names that nobody guesses.
 *
 * @module
 */

/** Letters and digits that are not mistaken for each other. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const GROUPS = 3;
const GROUP_LENGTH = 4;

/**
 * A name of three groups of four letters: 59 bits of randomness.
 *
 * @param fillRandom Fills an array with random bytes, as `crypto.getRandomValues`.
 */
export function makeRoomName(
  fillRandom: (bytes: Uint8Array<ArrayBuffer>) => unknown,
): string {
  const groups: string[] = [];
  while (groups.length < GROUPS) {
    groups.push(makeGroup(fillRandom));
  }
  return groups.join("-");
}

function makeGroup(
  fillRandom: (bytes: Uint8Array<ArrayBuffer>) => unknown,
): string {
  // Bytes past the last full turn would favour the first letters.
  const end = 256 - (256 % ALPHABET.length);
  let group = "";
  while (group.length < GROUP_LENGTH) {
    const bytes = new Uint8Array(GROUP_LENGTH);
    fillRandom(bytes);
    for (const byte of bytes) {
      if (byte < end && group.length < GROUP_LENGTH) {
        group += ALPHABET.charAt(byte % ALPHABET.length);
      }
    }
  }
  return group;
}
