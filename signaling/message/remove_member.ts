/**
 * Removes a member from the text of a JSON object without parsing its values.
 *
 * @module
 */

/**
 * Removes every member of this name from an object and keeps all other bytes.
 *
 * @param members Text of a valid object behind its opening brace.
 */
export function removeMember(members: string, name: string): string {
  const kept: string[] = [];
  for (let start = 0;;) {
    const end = findMemberEnd(members, start);
    const member = members.slice(start, end);
    if (nameOfMember(member) !== name) kept.push(member);
    if (members[end] !== ",") return kept.join(",") + members.slice(end);
    start = end + 1;
  }
}

/** Offset of the comma or the brace behind the member at `start`. */
function findMemberEnd(json: string, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    switch (json[at]) {
      case '"':
        at = findStringEnd(json, at);
        break;
      case "{":
      case "[":
        depth++;
        break;
      case "}":
      case "]":
        if (depth-- === 0) return at;
        break;
      case ",":
        if (depth === 0) return at;
    }
  }
  return json.length;
}

/** Offset of the closing quote of the string at `start`. */
function findStringEnd(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at;
}

/** A name may be written with escapes. */
function nameOfMember(member: string): unknown {
  const start = member.indexOf('"');
  return start < 0
    ? null
    : JSON.parse(member.slice(start, findStringEnd(member, start) + 1));
}
