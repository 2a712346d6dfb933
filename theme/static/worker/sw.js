// Reading without a network. Pages come from the network first and are kept; files whose names hold a digest come from
// the cache first. The script names no article, so a publish does not change it.
"use strict";

const base = new URL("./", self.location).pathname;
const offlinePage = `${base}khong-co-mang/`;
const newsList = `${base}fragments/offline.html`;
const latestNews = `${base}fragments/latest.html`;
const pagesCache = "ban-tin-trang-1";
const filesCache = "ban-tin-tep-1";
const assetsCache = "ban-tin-giao-dien-1";
const frameCache = "ban-tin-khung-1"; // the offline page, its files, and the list of news that was followed last
const limits = { [pagesCache]: 60, [filesCache]: 150, [assetsCache]: 60, [frameCache]: Infinity };
const largestFile = 200000; // bytes
const patience = 10000; // after so many milliseconds without an answer a copy is better than waiting
const oldest = 60 * 24 * 3600 * 1000; // a copy that was not opened for two months leaves

const isPage = (path) => path.endsWith("/") && !path.startsWith(`${base}vi-tri/`) && !path.startsWith(`${base}qc/`);
const isHashed = (path) => /\/assets\/.+\.[0-9a-f]{10}\.[a-z]+$|\/images\/.+-[0-9a-f]{10}-\d+\.[a-z]+$/.test(path);
const isFragment = (path) => path.startsWith(`${base}fragments/`);
const cacheOf = (path) => (path.startsWith(`${base}assets/`) ? assetsCache : filesCache);
const keyOf = (path) => new URL(path, self.location).href;

let isDiskFull = false;

// Remove the oldest copy of the kind that matters less, or of the same kind.
const makeRoom = async (name, path) => {
  for (const other of name === frameCache ? [] : new Set([filesCache, name])) {
    const cache = await caches.open(other);
    const oldestKey = (await cache.keys()).find(({ url }) => url !== keyOf(path));
    if (oldestKey) return cache.delete(oldestKey);
  }
  return false;
};

// A copy is replaced by the new one only when that is written, so a full disk keeps the old one. A few of the oldest copies
// make room. If they do not, more of them would not help either: the disk lacks far more, and the worker takes no others.
const put = async (name, path, response, attempts = 8) => {
  const cache = await caches.open(name);
  try {
    await cache.put(keyOf(path), response.clone());
  } catch (error) {
    if (error.name !== "QuotaExceededError" || isDiskFull) throw error;
    isDiskFull = attempts === 1 || !(await makeRoom(name, path));
    if (isDiskFull) throw error;
    await put(name, path, response, attempts - 1);
  }
};

// Keep a response, the newest last. A full disk or a forbidden cache must not take the page from its reader.
const keep = async (name, path, response) => {
  if (self.serviceWorker && self.serviceWorker.state === "redundant") return; // another version took over
  try {
    await put(name, path, response);
    const cache = await caches.open(name);
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

const keepFile = async (path, response) => {
  const size = Number(response.headers.get("content-length") || 0);
  if (response.ok && response.type === "basic" && size <= largestFile) await keep(cacheOf(path), path, response);
};

// A picture in another size than the one that the page asks for.
const findOtherSize = async (path) => {
  const nameOf = (address) => new URL(address, self.location).pathname.replace(/-\d+\.[a-z]+$/, "");
  const cache = await caches.open(filesCache);
  const key = (await cache.keys()).find(({ url }) => nameOf(url) === nameOf(path));
  return key && cache.match(key);
};

const load = async (event) => (await event.preloadResponse) || fetch(event.request);

// Without a copy there is nothing better than the network, however slow it is.
const openPage = async (event, path) => {
  const fromNetwork = load(event);
  const giveUp = async () => {
    await wait(patience);
    if (!(await find(pagesCache, path))) return fromNetwork;
    throw new Error("Máy chủ không trả lời.");
  };
  try {
    const response = await Promise.race([fromNetwork, giveUp()]);
    event.waitUntil(remember(path, response.clone()).then(lookForNews));
    return response;
  } catch {
    event.waitUntil(fromNetwork.then((response) => remember(path, response), () => {}));
    return answerWithoutNetwork(path);
  }
};

const openFile = async (event, path) => {
  const kept = (await find(frameCache, path)) || (await find(cacheOf(path), path));
  if (kept) return kept;
  let response;
  try {
    response = await fetch(event.request);
  } catch (error) {
    const other = await findOtherSize(path);
    if (other) return other;
    throw error;
  }
  event.waitUntil(keepFile(path, response.clone()));
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

// The smallest size of the cover of an article.
const coverOf = (text) => {
  const cover = /<figure[^>]*article__cover[^]*?src(?:set)?="([^" ,]+)/.exec(text);
  return cover ? pathsOf([cover[1]], self.location).filter(isHashed) : [];
};

const fetchToKeep = (path) => fetch(path, { credentials: "same-origin" }).catch(() => null);

const fetchNewArticles = async (paths) => {
  const kept = new Set((await (await caches.open(pagesCache)).keys()).map(({ url }) => new URL(url).pathname));
  for (const path of paths.filter((one) => !kept.has(one))) {
    const page = await fetchToKeep(`${path}?luu`);
    if (!page) return;
    const covers = page.ok ? coverOf(await page.clone().text()) : [];
    await remember(path, page);
    for (const cover of covers) {
      if (await findOtherSize(cover)) continue;
      const picture = await fetchToKeep(cover);
      if (picture) await keepFile(cover, picture);
    }
  }
};

// Read the list of news at each contact: take out what was withdrawn, fetch what is new. A list that did not change
// costs an answer without content.
const lookForNews = async () => {
  const followed = await find(frameCache, newsList);
  const tag = followed && followed.headers.get("etag");
  const answer = await fetch(newsList, { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} }).catch(() => null);
  const isSame = answer && answer.status === 304;
  if (!isSame && !(answer && answer.ok)) return;
  const response = isSame ? followed : answer;
  const text = await response.clone().text();
  const isNew = !isSame && !(followed && (await followed.text()) === text);
  if (isNew) {
    const withdrawn = /data-withdrawn="([^"]*)"/.exec(text);
    await forgetWithdrawn(new Set(withdrawn ? withdrawn[1].split(" ").filter(Boolean) : []));
    await keep(frameCache, newsList, response);
  }
  if (navigator.connection && navigator.connection.saveData) return;
  if (isNew) {
    const latest = await fetchToKeep(latestNews);
    if (latest && latest.ok) await keep(filesCache, latestNews, latest);
  }
  await fetchNewArticles(pathsOf(hrefs(text), keyOf(newsList)));
};

// The page that was open before the worker was there, its files, and the news. The browser has the files already.
const keepFirstPage = async (address, files) => {
  const { pathname } = new URL(address);
  if (!pathname.startsWith(base)) return;
  const page = isPage(pathname) ? await fetchToKeep(address) : null;
  if (page) await remember(pathname, page);
  for (const path of new Set(pathsOf(files, address))) {
    const file = isHashed(path) && !(await find(frameCache, path)) ? await fetchToKeep(path) : null;
    if (file) await keepFile(path, file);
  }
  await lookForNews();
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
self.addEventListener("message", (event) => event.waitUntil(keepFirstPage(event.source.url, event.data)));
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
