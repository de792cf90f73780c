/** A call between Chromium and Firefox. @module */
import { e2e } from "../harness/e2e.ts";

for (const first of ["Chromium", "Firefox"] as const) {
  e2e(
    `A Chromium and a Firefox see and hear each other when ${first} joins first`,
    async (session) => {
      const chrome = await session.page("Chromium");
      const fox = await session.firefoxPage("Firefox");
      const order = first === "Chromium" ? [chrome, fox] : [fox, chrome];
      for (const page of order) await page.join(session.room());
      await Promise.all(order.map((page) => page.media({ peers: 1 })));
      await Promise.all(order.map((page) => page.painted(1)));
      await chrome.say("Hello, Firefox");
      await fox.hears("Hello, Firefox");
      await fox.say("Hello, Chromium");
      await chrome.hears("Hello, Chromium");
      await fox.page.close();
      await chrome.tiles(0);
    },
    { needsFirefox: true },
  );
}
