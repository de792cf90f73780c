/**
 * Embeds a call: `embed("tea", { parent: element, name: "Ada" })`. Options
 * beside `parent` and `title` are the parameters of docs/embedding.md.
 *
 * @module
 */
const SERVER = new URL("./", import.meta.url);
const FEATURES = "camera microphone display-capture autoplay fullscreen " +
  "picture-in-picture screen-wake-lock speaker-selection clipboard-write";

/** Creates the iframe; returns it with `on`, `send` and `remove`. */
export function embed(room, options = {}) {
  const { parent = document.body, title = "Maru", hash = "", ...rest } =
    options;
  const url = new URL(`r/${encodeURIComponent(room)}?embed`, SERVER);
  url.hash = hash;
  Object.entries(rest).forEach((pair) => url.searchParams.set(...pair));
  const frame = document.createElement("iframe");
  frame.allow = FEATURES.replaceAll(/\S+/g, `$& ${SERVER.origin};`);
  Object.assign(frame, { title, src: url.href, referrerPolicy: "origin" });
  Object.assign(frame.style, { width: "100%", height: "100%", border: "0" });
  const events = new EventTarget();
  const receive = ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== SERVER.origin) return;
    if (data?.maru !== "event") return;
    events.dispatchEvent(new CustomEvent(data.event, { detail: data.data }));
  };
  const on = (event, listener) =>
    events.addEventListener(event, ({ detail }) => listener(detail));
  const send = (command, value) =>
    frame.contentWindow?.postMessage(
      { maru: "command", command, value },
      SERVER.origin,
    );
  const remove =
    () => (removeEventListener("message", receive), frame.remove());
  addEventListener("message", receive);
  parent.append(frame);
  return { frame, on, send, remove };
}
