// The search page. Pagefind keeps one bundle a year; the newest leads and the others are merged into it.
// The words stand in the address, so that a search can be shared and the back button works.

const page = document.querySelector('[data-module="search"]');
const bundles = JSON.parse(page?.dataset.bundles ?? "[]");
const size = 10;

const says = {
  loading: "Đang tìm…",
  none: (words) => `Không tìm thấy bài nào với từ “${words}”. Hãy thử ít từ hơn hoặc từ khác.`,
  some: (count, words) => `${count.toLocaleString("vi-VN")} kết quả cho “${words}”.`,
  empty: "Chưa có bài nào để tìm.",
  failed: "Không tải được dữ liệu tìm kiếm. Hãy kiểm tra mạng rồi thử lại.",
};

let engine;

const load = () => {
  engine ??= (async () => {
    const pagefind = await import(new URL(`${bundles[0]}pagefind.js`, location.href).href);
    // Addresses in the index start at the home of the site, which may be a folder.
    const baseUrl = page.dataset.home;
    await pagefind.options({ baseUrl, excerptLength: 32 });
    await pagefind.init();
    await Promise.all(bundles.slice(1).map((bundle) => pagefind.mergeIndex(bundle, { baseUrl })));
    return pagefind;
  })();
  // A failed load is tried again with the next search.
  engine.catch(() => { engine = undefined; });
  return engine;
};

// Pagefind takes marks off letters, but đ is a letter of its own: whoever types without marks writes d
// for both. Only the first letter of a syllable can be one; beyond three such words the rest stays as typed.
const spellings = (words) =>
  words.split(/\s+/).reduce(
    (found, word) => {
      const plain = /^d/i.test(word) && word.normalize("NFD") === word;
      const ways = plain && found.length < 8 ? [word, `đ${word.slice(1)}`] : [word];
      return found.flatMap((start) => ways.map((way) => [...start, way]));
    },
    [[]],
  ).map((parts) => parts.join(" "));

// The same normal form as that of the articles (bulletin/text/letters.py): Đ for Ð, plain letters for styled and
// full-width ones, no signs without a width.
const eths = { "\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ" };
const normalize = (words) =>
  words
    .normalize("NFC")
    .replace(/[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/gu, "")
    .replace(/[\u2102-\u2134\u2160-\u217f\ufb00-\ufb06\uff10-\uff5a\u{1d400}-\u{1d7ff}]/gu, (sign) =>
      /^[\p{L}\p{N}]/u.test(sign) ? sign.normalize("NFKC") : sign)
    .replace(/(\p{Ll}?)([\u00d0\u0189\u00f0\u0256])/gu, (both, before, letter) => (before ? both : eths[letter]))
    .normalize("NFC")
    .replace(/\s+/g, " ")
    .trim();

const find = async (words) => {
  const pagefind = await load();
  const answers = await Promise.all(spellings(words).map((spelling) => pagefind.search(spelling)));
  const best = new Map();
  for (const result of answers.flatMap((answer) => answer.results)) {
    if (!(best.get(result.id)?.score >= result.score)) best.set(result.id, result);
  }
  return [...best.values()].sort((one, other) => other.score - one.score);
};

const element = (name, className, ...content) => {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
};

// An excerpt is HTML of words and <mark>. It is read in a document that runs nothing, and only
// text and marks are taken over.
const excerpt = (html) => {
  const source = new DOMParser().parseFromString(html, "text/html").body;
  const line = element("p", "search__excerpt");
  for (const node of source.childNodes) {
    line.append(node.nodeName === "MARK" ? element("mark", "", node.textContent) : node.textContent);
  }
  return line;
};

const day = (iso) => iso.split("-").reverse().join("/");

const entry = ({ url, meta, excerpt: html }) => {
  const link = element("a", "stretched", meta.title ?? url);
  link.href = url;
  const facts = element("p", "search__facts", meta.section ?? "");
  if (meta.date) {
    const time = element("time", "", day(meta.date));
    time.dateTime = meta.date;
    facts.append(meta.section ? " · " : "", time);
  }
  return element("li", "search__result", element("h2", "search__title", link), excerpt(html), facts);
};

const start = () => {
  const form = page.querySelector("form");
  const input = form.elements.namedItem("q");
  const status = page.querySelector(".search__status");
  const list = page.querySelector(".search__results");
  const more = page.querySelector(".search__more");
  let results = [];
  let turn = 0;

  const show = async (mine) => {
    const next = results.slice(list.children.length, list.children.length + size);
    const found = await Promise.all(next.map((result) => result.data()));
    if (mine !== turn) return null;
    const items = found.map(entry);
    list.append(...items);
    more.hidden = list.children.length >= results.length;
    return items[0];
  };

  const search = async () => {
    const words = normalize(new URLSearchParams(location.search).get("q") ?? "");
    const mine = ++turn;
    input.value = words;
    list.replaceChildren();
    results = [];
    more.hidden = true;
    status.textContent = "";
    if (!words) return;
    if (!bundles.length) {
      status.textContent = says.empty;
      return;
    }
    status.textContent = says.loading;
    try {
      const found = await find(words);
      if (mine !== turn) return;
      results = found;
      await show(mine);
      if (mine !== turn) return;
      status.textContent = results.length ? says.some(results.length, words) : says.none(words);
    } catch {
      if (mine === turn) status.textContent = says.failed;
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = new URL(location.href);
    address.search = new URLSearchParams({ q: input.value.trim() }).toString();
    history.pushState(null, "", address);
    search();
  });
  more.querySelector("button").addEventListener("click", async () => {
    const first = await show(turn).catch(() => { status.textContent = says.failed; });
    first?.querySelector("a").focus();
  });
  input.addEventListener("focus", () => { if (bundles.length) load().catch(() => {}); }, { once: true });
  addEventListener("popstate", search);
  search();
};

if (page) start();
