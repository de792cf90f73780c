/**
 * Random room names.
 *
 * @module
 */

/** Letters and digits without those that look alike. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const GROUPS = 3;
const GROUP_LENGTH = 4;

/**
 * Makes a name of three groups of four characters: 59 bits of randomness.
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
  // Larger bytes are rejected: they would favour the first letters (modulo bias).
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
