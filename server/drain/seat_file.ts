/**
 * The file in the data directory by which a process hands its seats to the next
 * one. It exists from the end of a process to the start of the next.
 *
 * @module
 */
import type { DataDir } from "../data_dir.ts";
import type { Log } from "../log.ts";

/** Name of the file. */
export const SEAT_FILE = "seats.json";

/** Parts of the data directory that are used. */
export type SeatFolder = Pick<DataDir, "read" | "write" | "remove">;

/** What is used of the signaling server. */
export interface SeatKeeper {
  /** The seats of the process that ends. */
  createHandover(): { readonly rooms: readonly unknown[] };
  /** Continues seats; their number, or null when the content is of no use. */
  restoreSeats(content: unknown): number | null;
}

/** Writes the seats. A disk that fails costs the members their seats, not more. */
export async function writeSeatHandover(
  signaling: Pick<SeatKeeper, "createHandover">,
  folder: SeatFolder,
  log: Log,
): Promise<void> {
  const handover = signaling.createHandover();
  if (handover.rooms.length === 0) return;
  try {
    await folder.write(SEAT_FILE, JSON.stringify(handover));
  } catch (error) {
    log.warn(
      "The seats of the members were not kept: they get new ones after the restart, and messages on their way are lost; check the space of DATA_DIR",
      { error },
    );
  }
}

/** Continues the seats of the last process, and deletes the file. */
export async function readSeatHandover(
  signaling: Pick<SeatKeeper, "restoreSeats">,
  folder: SeatFolder,
  log: Log,
): Promise<void> {
  const text = await folder.read(SEAT_FILE);
  if (text === null) return;
  // First: a process that fails on it must not fail again.
  await folder.remove(SEAT_FILE);
  const seats = signaling.restoreSeats(parse(text));
  if (seats === null) {
    log.info("The seats of the last process are too old or unreadable", {
      file: SEAT_FILE,
    });
  } else log.info("Members of the last process can resume", { seats });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
