/**
 * What a transfer of files may take of a page, whatever the other side does.
 *
 * @module
 */

/** Number and offset in front of the bytes of a piece. */
export const CHUNK_HEADER_BYTES = 12;
/** Bytes of a file in one message: with the header, what every browser takes. */
export const CHUNK_BYTES = 65_536 - CHUNK_HEADER_BYTES;
/** Bytes read from the file at a time. */
export const READ_BLOCK_BYTES = 4 * CHUNK_BYTES;
/** Blocks that a transfer has read ahead, at most. */
export const MAX_READ_AHEAD_BLOCKS = 2;
/** Bytes that a sender may be ahead of what the receiver has written. */
export const WINDOW_BYTES = 4 * 1_048_576;
/** No more pieces are given to a channel that has this much to send. */
export const HIGH_WATER_BYTES = 1_048_576;
/** With no more than this left to send, a channel asks for pieces again. */
export const LOW_WATER_BYTES = 262_144;
/** A channel with this much to send is given up: nobody reads at its other end. */
export const MAX_BUFFERED_BYTES = 8 * 1_048_576;
/** Bytes written and hashed at a time. */
export const WRITE_BATCH_BYTES = 8 * CHUNK_BYTES;
/** Files that one member may have on offer or under way to another. */
export const MAX_OPEN_TRANSFERS = 20;
/** Transfers with a member that are remembered, finished ones too. */
export const MAX_REMEMBERED_TRANSFERS = 100;
/** Files of one member, or our own, that the page keeps a line of. */
export const MAX_FILES_PER_MEMBER = 50;
/** Lines of all members together, also of those who came back as somebody else. */
export const MAX_FILES = 400;
/** Largest file. */
export const MAX_FILE_BYTES = 2 ** 40;
/** Longest name, in UTF-16 code units. */
export const MAX_FILE_NAME_CHARS = 200;
/** Longest message that is not a piece, in UTF-16 code units. */
export const MAX_FILE_MESSAGE_CHARS = 4_096;
