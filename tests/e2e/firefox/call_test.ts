/** Two kinds of browser understand each other. @module */
import { launchFirefox } from "../harness/browser.ts";
import { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/test_session.ts";

for (const first of ["Chromium", "Firefox"] as const) {
  e2e(
    `A Chromium and a Firefox see and hear each other when ${first} was there first`,
    async (stage) => {
      await using firefox = await launchFirefox();
      const chrome = await stage.page("Chromium");
      const fox = await CallPage.open(firefox, "Firefox");
      const order = first === "Chromium" ? [chrome, fox] : [fox, chrome];
      for (const page of order) await page.join(stage.room());
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
