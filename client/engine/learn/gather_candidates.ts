/**
 * Gathers candidates without connecting: what STUN answers, and what TURN
 * allocates.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { GatherState } from "./learn_state.ts";

const GATHER_TIMEOUT_MS = 15_000;
const MAX_CANDIDATES = 60;

/** Gathers until done; the result ends it early and closes the connection. */
export function gatherCandidates(
  pc: RTCPeerConnection,
  clock: Clock,
  onChange: (state: GatherState) => void,
): () => void {
  const startMs = clock.nowMs();
  let state: GatherState = { candidates: [], errors: [], isDone: false };
  const set = (part: Partial<GatherState>) => {
    state = { ...state, ...part };
    onChange(state);
  };
  const stop = () => {
    cancel();
    pc.onicecandidate = null;
    pc.onicecandidateerror = null;
    pc.close();
  };
  const end = () => {
    stop();
    set({ isDone: true });
  };
  const cancel = clock.after(GATHER_TIMEOUT_MS, end);
  pc.onicecandidate = ({ candidate }) => {
    if (!candidate) return end();
    if (!candidate.candidate || state.candidates.length >= MAX_CANDIDATES) {
      return;
    }
    const atMs = clock.nowMs() - startMs;
    const line = candidate.candidate;
    const url = "url" in candidate && typeof candidate.url === "string"
      ? candidate.url
      : "";
    set({ candidates: [...state.candidates, { line, atMs, url }] });
  };
  pc.onicecandidateerror = ({ url, errorCode, errorText }) => {
    const error = `${url} ${errorCode} ${errorText}`.slice(0, 200);
    if (state.errors.length < MAX_CANDIDATES) {
      set({ errors: [...state.errors, error] });
    }
  };
  pc.createDataChannel("gather");
  pc.setLocalDescription().catch(end);
  onChange(state);
  return stop;
}
