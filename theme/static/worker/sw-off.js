// The site keeps no copies any more: forget those that readers have, and leave.
"use strict";

const forget = async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("ban-tin-"));
  await Promise.all(names.map((name) => caches.delete(name)));
};

// The former version may be in the middle of keeping a page, so its copies are deleted once more.
const leave = async () => {
  await forget();
  await self.registration.unregister();
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await forget();
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));
