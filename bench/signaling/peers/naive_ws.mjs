/**
 * The reference of the benchmark: npm `ws` on Node that forwards each message
 * to the other members of its room, without limits or sender.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import process from "node:process";
import { WebSocketServer } from "ws";

const { PORT, TLS_CERT, TLS_KEY } = process.env;
const rooms = new Map();

const answer = (_request, response) => response.end("ok");
const server = TLS_CERT
  ? https.createServer({
    cert: readFileSync(TLS_CERT),
    key: readFileSync(TLS_KEY),
  }, answer)
  : http.createServer(answer);

new WebSocketServer({ server, path: "/socket" }).on(
  "connection",
  (socket, request) => {
    const name = new URL(request.url, "http://x").searchParams.get("room") ??
      "lobby";
    const room = rooms.get(name) ?? new Set();
    rooms.set(name, room.add(socket));
    socket.on("message", (data, isBinary) => {
      for (const other of room) {
        if (other !== socket) other.send(data, { binary: isBinary });
      }
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      room.delete(socket);
      if (room.size === 0) rooms.delete(name);
    });
  },
);
server.listen(Number(PORT), "127.0.0.1", () => {
  process.stdout.write(`listening on ${PORT}\n`);
});
