/**
 * Shows in `index.html` why the page did not start: a script of the build did
 * not arrive, or the browser is too old for it. The build accepts only ES5 in
 * this file, so it runs where the page itself does not.
 *
 * @module
 */
// deno-lint-ignore-file no-var

var hasFailedScript = false;

function copyLink(): void {
  // It stays, so that the link can be copied by hand.
  var field = document.createElement("input");
  field.value = location.href;
  document.body.appendChild(field);
  field.select();
  document.execCommand("copy");
}

function showReason(): void {
  // The page sets the attribute when its script runs.
  if (document.documentElement.hasAttribute("data-started")) return;
  var reason = hasFailedScript ? "not-loaded" : "too-old";
  var card = document.getElementById(reason);
  var button = document.getElementById("copy-link");
  if (card) card.removeAttribute("hidden");
  if (button) button.onclick = copyLink;
}

addEventListener("error", function (event) {
  var target: EventTarget | null = event.target;
  if (target instanceof HTMLScriptElement) hasFailedScript = true;
}, true);
addEventListener("load", showReason);
