// Reading without a network. Pages come from the network first and are kept; files whose names hold a digest come from
// the cache first. The script names no article, so a publish does not change it.
"use strict";

const base = new URL("./", self.location).pathname;
const offlinePage = `${base}khong-co-mang/`;
const newsList = `${base}fragments/offline.html`;
const pagesCache = "ban-tin-trang-1";
const filesCache = "ban-tin-tep-1";
const assetsCache = "ban-tin-giao-dien-1";
const frameCache = "ban-tin-khung-1"; // the offline page and its files, which only an installation changes
const limits = { [pagesCache]: 60, [filesCache]: 150, [assetsCache]: 60, [frameCache]: Infinity };
const largestFile = 200000; // bytes
const patience = 10000; // a line that answers nothing for so many milliseconds is no line
const pause = 600000; // between two looks at the list of news
const oldest = 60 * 24 * 3600 * 1000; // a copy that was not opened for two months leaves

let lastLook = 0;

const isPage = (path) => path.endsWith("/") && !path.startsWith(`${base}vi-tri/`) && !path.startsWith(`${base}qc/`);
const isHashed = (path) => /\/assets\/.+\.[0-9a-f]{10}\.[a-z]+$|\/images\/.+-[0-9a-f]{10}-\d+\.[a-z]+$/.test(path);
const isFragment = (path) => path.startsWith(`${base}fragments/`);
const cacheOf = (path) => (path.startsWith(`${base}assets/`) ? assetsCache : filesCache);
const keyOf = (path) => new URL(path, self.location).href;

// Keep a response, the newest last. A full disk or a forbidden cache must not take the page from its reader.
const keep = async (name, path, response) => {
  if (self.serviceWorker && self.serviceWorker.state === "redundant") return; // another version took over
  try {
    const cache = await caches.open(name);
    await cache.delete(keyOf(path));
    await cache.put(keyOf(path), response);
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, Math.max(0, keys.length - limits[name])).map((key) => cache.delete(key)));
  } catch (error) {
    console.warn("Không lưu được trang để đọc khi không có mạng:", error);
  }
};

const forget = async (path) => (await caches.open(pagesCache)).delete(keyOf(path));

const find = async (name, path) => (await caches.open(name)).match(keyOf(path));

// Paths of links, resolved from the address of their page. A link that is no valid address has none.
const pathsOf = (links, from) =>
  links.flatMap((link) => {
    try {
      return [new URL(link, from).pathname];
    } catch {
      return [];
    }
  });

// Keep a page as the server sent it, forget it if the server has it no longer.
const remember = async (path, response) => {
  if (response.status === 404 || response.status === 410) return forget(path);
  const isHtml = /^text\/html/.test(response.headers.get("content-type") || "");
  if (!response.ok || response.redirected || response.type !== "basic" || !isHtml) return undefined;
  const text = await response.clone().text();
  // The page of an old address leads on and would hold the title of an article under another address.
  return /http-equiv="refresh"/.test(text) ? undefined : keep(pagesCache, path, response);
};

const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

const moment = (response) => {
  const date = new Date(response.headers.get("date") || "");
  if (Number.isNaN(date.getTime())) return "";
  const form = { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" };
  return ` lúc ${date.toLocaleString("vi-VN", { ...form, timeZone: "Asia/Ho_Chi_Minh" })}`;
};

const rewrite = async (response, change) => {
  const headers = new Headers(response.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Response(change(await response.text()), { status: 200, headers });
};

// Say on the page itself that it is a copy, and from when.
const markCopy = (response) => {
  const words = `Không có mạng. Đây là bản đã lưu${moment(response)}.`;
  return rewrite(response, (text) => text.replace(/<body[^>]*>/, (tag) => `${tag}\n<p class="offline" role="status">${words}</p>`));
};

const listCopies = async () => {
  const cache = await caches.open(pagesCache);
  const items = await Promise.all(
    (await cache.keys())
      .reverse()
      .filter((key) => /\/\d{4}\/\d{2}\/[^/]+\/$/.test(key.url))
      .map(async (key) => {
        const copy = await cache.match(key);
        const title = /<h1[^>]*>([^]*?)<\/h1>/.exec(copy ? await copy.text() : "");
        return title ? `<li><a href="${new URL(key.url).pathname}">${title[1].replace(/<[^>]*>/g, "").trim()}</a></li>` : "";
      }),
  );
  return items.join("\n");
};

const answerWithoutNetwork = async (path) => {
  const copy = await find(pagesCache, path);
  if (copy) return markCopy(copy);
  const page = await find(frameCache, offlinePage);
  if (!page) return Response.error();
  const items = await listCopies();
  return rewrite(page, (text) => (items ? text.replace(/<ol class="copies"[^>]*>/, () => `<h2>Các bài đọc được ngay</h2>\n<ol class="copies">\n${items}`) : text));
};

const load = async (event) => (await event.preloadResponse) || fetch(event.request);

const openPage = async (event, path) => {
  const fromNetwork = load(event);
  try {
    const response = await Promise.race([
      fromNetwork,
      wait(patience).then(() => { throw new Error("Máy chủ không trả lời."); }),
    ]);
    event.waitUntil(remember(path, response.clone()).then(lookForNews));
    return response;
  } catch {
    fromNetwork.then((response) => remember(path, response), () => {});
    return answerWithoutNetwork(path);
  }
};

const openFile = async (event, path) => {
  const kept = (await find(frameCache, path)) || (await find(cacheOf(path), path));
  if (kept) return kept;
  const response = await fetch(event.request);
  const size = Number(response.headers.get("content-length") || 0);
  if (response.ok && response.type === "basic" && size <= largestFile) {
    event.waitUntil(keep(cacheOf(path), path, response.clone()));
  }
  return response;
};

const openFragment = async (event, path) => {
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(keep(filesCache, path, response.clone()));
    return response;
  } catch (error) {
    const kept = await find(filesCache, path);
    if (kept) return kept;
    throw error;
  }
};

const digest = async (path) => {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(path)));
  return [...bytes.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

const hrefs = (text) => [...text.matchAll(/<a [^>]*href="([^"#?]*)/g)].map((found) => found[1]);

// Withdrawn articles leave, and so do pages and fragments that name one. The list holds digests, not addresses.
const forgetWithdrawn = async (withdrawn) => {
  const digests = new Map();
  const isWithdrawn = async (path) => {
    if (!digests.has(path)) digests.set(path, withdrawn.has(await digest(path)));
    return digests.get(path);
  };
  for (const [name, isRead] of [[pagesCache, () => true], [filesCache, isFragment]]) {
    const cache = await caches.open(name);
    for (const key of (await cache.keys()).filter(({ url }) => isRead(new URL(url).pathname))) {
      const copy = await cache.match(key);
      if (!copy) continue; // it left after the keys were read
      const saved = new Date(copy.headers.get("date") || 0).getTime();
      const links = withdrawn.size ? hrefs(await copy.text()) : [];
      const found = await Promise.all(pathsOf(["", ...links], key.url).map(isWithdrawn));
      if (found.includes(true) || (saved && Date.now() - saved > oldest)) await cache.delete(key);
    }
  }
};

// Read the list of news: take out what was withdrawn, fetch what is new.
const lookForNews = async () => {
  if (Date.now() - lastLook < pause) return;
  lastLook = Date.now();
  const response = await fetch(newsList, { cache: "no-cache" }).catch(() => null);
  if (!response || !response.ok) return;
  const text = await response.text();
  const withdrawn = /data-withdrawn="([^"]*)"/.exec(text);
  await forgetWithdrawn(new Set(withdrawn ? withdrawn[1].split(" ").filter(Boolean) : []));
  if (navigator.connection && navigator.connection.saveData) return;
  for (const path of pathsOf(hrefs(text), response.url)) {
    if (await find(pagesCache, path)) continue;
    const page = await fetch(`${path}?luu`, { credentials: "same-origin" }).catch(() => null);
    if (!page) return;
    await remember(path, page);
  }
};

const install = async () => {
  const page = await fetch(offlinePage, { cache: "reload" });
  if (!page.ok) throw new Error("Thiếu trang báo không có mạng.");
  const text = await page.clone().text();
  const links = [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map((found) => found[1]);
  const files = new Set(pathsOf(links, page.url).filter(isHashed));
  for (const path of files) {
    const kept = (await find(frameCache, path)) || (await fetch(path));
    if (kept.ok) await keep(frameCache, path, kept);
  }
  await keep(frameCache, offlinePage, page);
  const frame = await caches.open(frameCache);
  const isNamed = ({ url }) => [offlinePage, ...files].some((path) => keyOf(path) === url);
  await Promise.all((await frame.keys()).filter((key) => !isNamed(key)).map((key) => frame.delete(key)));
  await self.skipWaiting();
};

const activate = async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("ban-tin-") && !(name in limits));
  await Promise.all(names.map((name) => caches.delete(name)));
  if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
  await self.clients.claim();
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || !url.pathname.startsWith(base)) return;
  if (request.mode === "navigate") {
    if (isPage(url.pathname)) event.respondWith(openPage(event, url.pathname));
  } else if (isHashed(url.pathname)) {
    event.respondWith(openFile(event, url.pathname));
  } else if (isFragment(url.pathname)) {
    event.respondWith(openFragment(event, url.pathname));
  }
});
