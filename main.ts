/**
 * Maru: a video call server that is one process. This file only puts the
 * parts together; the parts are in `server/`, `signaling/` and `ice/`.
 *
 * @module
 */
export {};
