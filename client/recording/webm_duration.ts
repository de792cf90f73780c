/**
 * Writes the duration into the head of a WebM file. `MediaRecorder` leaves it
 * out, since the head is written first; without it players show no length
 * (RFC 9559 §5.1.2.10).
 *
 * @module
 */

/** Ids of the elements on the way (RFC 8794 §5, RFC 9559 §5). */
const EBML_HEAD = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TIMESTAMP_SCALE = 0x2ad7b1;
const DURATION = 0x4489;

/** Nanoseconds of one unit of the duration where the file does not say. */
const DEFAULT_SCALE_NS = 1_000_000;
/** Bytes of a file in which its head lies. */
export const HEAD_BYTES = 1_024;

interface Element {
  readonly id: number;
  /** Offset of the size field. */
  readonly sizeAt: number;
  readonly dataAt: number;
  /** Offset behind the data; that of the buffer for an unknown size. */
  readonly end: number;
}

/**
 * The bytes with the duration in them; unchanged when they are not the start of
 * a WebM file.
 */
export function withDuration(
  head: Uint8Array<ArrayBuffer>,
  durationMs: number,
): Uint8Array<ArrayBuffer> {
  const ebml = readElement(head, 0, head.length);
  if (ebml?.id !== EBML_HEAD) return head;
  const segment = readElement(head, ebml.end, head.length);
  if (segment?.id !== SEGMENT) return head;
  const info = findChild(head, segment, INFO);
  // With all of its bytes here, and room for the longer size.
  if (!info || info.end >= head.length) return head;
  const scale = findChild(head, info, TIMESTAMP_SCALE);
  const scaleNs = scale ? readUint(head, scale) : DEFAULT_SCALE_NS;
  const value = durationMs * 1_000_000 / (scaleNs || DEFAULT_SCALE_NS);
  const existing = findChild(head, info, DURATION);
  return existing
    ? overwrite(head, existing, value)
    : insert(head, info, value);
}

function overwrite(
  head: Uint8Array<ArrayBuffer>,
  { dataAt, end }: Element,
  value: number,
): Uint8Array<ArrayBuffer> {
  const result = head.slice();
  const view = new DataView(result.buffer);
  if (end - dataAt === 8) view.setFloat64(dataAt, value);
  else if (end - dataAt === 4) view.setFloat32(dataAt, value);
  return result;
}

/** Adds the element at the end of `info`, whose size then has 8 bytes. */
function insert(
  head: Uint8Array<ArrayBuffer>,
  info: Element,
  value: number,
): Uint8Array<ArrayBuffer> {
  const element = new DataView(new ArrayBuffer(11));
  element.setUint16(0, DURATION);
  element.setUint8(2, 0x88);
  element.setFloat64(3, value);
  const size = new DataView(new ArrayBuffer(8));
  size.setUint8(0, 0x01);
  size.setUint32(4, info.end - info.dataAt + element.byteLength);
  const parts = [
    head.subarray(0, info.sizeAt),
    new Uint8Array(size.buffer),
    head.subarray(info.dataAt, info.end),
    new Uint8Array(element.buffer),
    head.subarray(info.end),
  ];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const result = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}

function findChild(
  bytes: Uint8Array,
  parent: Element,
  id: number,
): Element | null {
  for (let at = parent.dataAt; at < parent.end;) {
    const child = readElement(bytes, at, parent.end);
    if (!child || child.end <= at) return null;
    if (child.id === id) return child;
    at = child.end;
  }
  return null;
}

/** Element at an offset (RFC 8794 §6); null when its head is not complete. */
function readElement(
  bytes: Uint8Array,
  at: number,
  limit: number,
): Element | null {
  const idLength = vintLength(bytes[at]);
  const sizeAt = at + idLength;
  const sizeLength = vintLength(bytes[sizeAt]);
  const dataAt = sizeAt + sizeLength;
  if (dataAt > bytes.length) return null;
  let id = 0;
  for (const byte of bytes.subarray(at, sizeAt)) id = id * 256 + byte;
  let size = (bytes[sizeAt] ?? 0) & (0xff >> sizeLength);
  let isUnknown = size === 0xff >> sizeLength;
  for (const byte of bytes.subarray(sizeAt + 1, dataAt)) {
    size = size * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return { id, sizeAt, dataAt, end: isUnknown ? limit : dataAt + size };
}

/** Length of a variable-size integer by its first byte (RFC 8794 §4.1). */
function vintLength(first = 0): number {
  return Math.min(8, Math.clz32(first) - 23);
}

function readUint(bytes: Uint8Array, { dataAt, end }: Element): number {
  let value = 0;
  for (const byte of bytes.subarray(dataAt, end)) value = value * 256 + byte;
  return value;
}
