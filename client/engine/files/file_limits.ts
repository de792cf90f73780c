/**
 * Limits of file transfers, whatever the other side does.
 *
 * @module
 */

/** File id and offset before the bytes of a chunk. */
export const CHUNK_HEADER_BYTES = 12;
/** Bytes of a file in one message, which with the header is 64 KiB: every browser takes that. */
export const CHUNK_BYTES = 65_536 - CHUNK_HEADER_BYTES;
/** Bytes read from a file at a time. */
export const READ_BLOCK_BYTES = 16 * CHUNK_BYTES;
/** Blocks that a transfer reads ahead, at most. */
export const MAX_READ_AHEAD_BLOCKS = 2;
/** Bytes that a sender may be ahead of what the receiver has written. */
export const WINDOW_BYTES = 4 * 1_048_576;
/** No chunk is sent while more than this is buffered in the channel. */
export const HIGH_WATER_BYTES = 1_048_576;
/** Buffered bytes at which a channel asks for more chunks. */
export const LOW_WATER_BYTES = 262_144;
/** A channel with more than this buffered is abandoned: the other end does not read. */
export const MAX_BUFFERED_BYTES = 8 * 1_048_576;
/** Bytes written at a time. */
export const WRITE_BATCH_BYTES = 16 * CHUNK_BYTES;
/** Files that one member may have offered or in transfer to another. */
export const MAX_OPEN_TRANSFERS = 20;
/** Transfers with a member that are remembered, including finished ones. */
export const MAX_REMEMBERED_TRANSFERS = 100;
/** Files that the page lists of one member, or of our own. */
export const MAX_FILES_PER_MEMBER = 50;
/** Files that the page lists in all, including those of members that rejoined under another id. */
export const MAX_FILES = 400;
/** Largest file. */
export const MAX_FILE_BYTES = 2 ** 40;
/** Longest name, in UTF-16 code units. */
export const MAX_FILE_NAME_CHARS = 200;
/** Longest text message, in UTF-16 code units. */
export const MAX_FILE_MESSAGE_CHARS = 4_096;
