/**
 * Runs in the page before its own scripts: lets a test hide the page, and
 * records sounds and notifications.
 *
 * @module
 */
(() => {
  let isHidden = false;
  const notifications = [];
  let sounds = 0;

  Object.defineProperty(document, "visibilityState", {
    get: () => isHidden ? "hidden" : "visible",
  });

  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...args) {
    sounds++;
    return start.apply(this, args);
  };

  globalThis.Notification = class {
    static permission = "default";
    static requestPermission() {
      this.permission = "granted";
      return Promise.resolve("granted");
    }
    isOpen = true;
    constructor(title, { body }) {
      Object.assign(this, { title, body });
      notifications.push(this);
    }
    close() {
      this.isOpen = false;
    }
  };

  /** Behaves as Chrome on Android, which shows those of a worker only. */
  const useWorkerNotifications = () => {
    globalThis.Notification = class {
      static permission = "granted";
      constructor() {
        throw new TypeError("Illegal constructor");
      }
    };
    navigator.serviceWorker.getRegistration = () =>
      Promise.resolve({
        showNotification: (title, { body, tag }) => {
          const close = () => shown.isOpen = false;
          const shown = { title, body, tag, isOpen: true, close };
          notifications.push(shown);
          return Promise.resolve();
        },
        getNotifications: (filter) =>
          Promise.resolve(notifications.filter((n) => n.tag === filter.tag)),
      });
  };

  globalThis.maruUnseen = {
    useWorkerNotifications,
    setHidden: (value) => {
      isHidden = value;
      document.dispatchEvent(new Event("visibilitychange"));
    },
    sounds: () => sounds,
    notified: () => notifications.map(({ body }) => body).join("; "),
    openCount: () => notifications.filter(({ isOpen }) => isOpen).length,
  };
})();
