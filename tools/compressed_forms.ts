/**
 * Compressed forms of the built files (RFC 9110 §8.4.1), made once by the
 * build so that the server compresses nothing.
 *
 * @module
 */
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** Content codings of a built file, smallest first. */
export const CONTENT_CODINGS = ["br", "gzip"] as const;

/** Content coding of a stored form. */
export type ContentCoding = (typeof CONTENT_CODINGS)[number];

/** Media types that compress; images and fonts already are compressed. */
const COMPRESSIBLE =
  /^(text\/|image\/svg|application\/(json|manifest|wasm|octet-stream))/;
/** Brotli takes 30 s for 6 MB at its best quality, and 0.6 s at this one. */
const LARGE = { bytes: 1_000_000, brotliQuality: 5, gzipLevel: 6 } as const;

/**
 * Compressed forms of `body` by coding. A form that is not smaller is left
 * out, so an image has none.
 */
export async function compressForms(
  body: Uint8Array<ArrayBuffer>,
  mediaType: string,
): Promise<Map<ContentCoding, Uint8Array<ArrayBuffer>>> {
  const forms = new Map<ContentCoding, Uint8Array<ArrayBuffer>>();
  if (!COMPRESSIBLE.test(mediaType)) return forms;
  for (const coding of CONTENT_CODINGS) {
    const form = await compress(body, coding);
    if (form.length < body.length) forms.set(coding, Uint8Array.from(form));
  }
  return forms;
}

function compress(
  body: Uint8Array,
  coding: ContentCoding,
): Promise<Uint8Array> {
  const isLarge = body.length > LARGE.bytes;
  if (coding === "gzip") {
    return promisify(gzip)(body, { level: isLarge ? LARGE.gzipLevel : 9 });
  }
  return promisify(brotliCompress)(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: isLarge
        ? LARGE.brotliQuality
        : constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  });
}
