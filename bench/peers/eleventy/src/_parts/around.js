// Masthead, menu, advertising places, footer: each is printed once a build.
import { icon } from "./icon.js";
import { escaped } from "./text.js";

const once = (print) => {
  const printed = new Map();
  return (frame, key) => {
    if (!printed.has(key)) printed.set(key, print(frame, key));
    return printed.get(key);
  };
};

export const masthead = once((frame, heading) => `<header class="masthead">
<div class="masthead__inner">
<img class="masthead__mark" src="${frame.assets.icon}" width="64" height="64" alt="">
<div class="masthead__words">
<p class="masthead__organisation">${escaped(frame.organisation)}</p>
${heading ? `<h1 class="masthead__name">${escaped(frame.name)}</h1>` : `<p class="masthead__name"><a href="/">${escaped(frame.name)}</a></p>`}
</div>
<p class="masthead__tagline">${escaped(frame.tagline)}</p>
</div>
</header>`);

const links = (frame, css) =>
  frame.sections.map((one) => `<a class="${css}" href="/chuyen-muc/${one.slug}/">${escaped(one.name)}</a>`);

export const menu = once((frame) => `<nav class="menu" aria-label="Chuyên mục">
<div class="menu__inner">
<details class="menu__all" data-module="menu">
<summary class="menu__summary">${icon("menu")}Chuyên mục</summary>
<div class="menu__panel">
<ul class="menu__sections">
${links(frame, "menu__link").map((one) => `<li class="menu__section">\n${one}\n</li>`).join("\n")}
<li class="menu__section"><a class="menu__link" href="/luu-tru/">Lưu trữ theo tháng</a></li>
</ul>
</div>
</details>
<ul class="menu__bar">
${links(frame, "menu__tab").map((one) => `<li>${one}</li>`).join("\n")}
</ul>
<ul class="menu__tools">
<li><a class="menu__tab" href="/tin-moi/">Tin mới</a></li>
<li><a class="menu__tab" href="/tim-kiem/">${icon("search")}Tìm kiếm</a></li>
</ul>
</div>
</nav>`);

const ad = (frame, name, element = "aside") => {
  const slot = frame.slots[name];
  return `<${element} class="ad ad--${name}"${element === "div" ? ' role="group"' : ""} aria-label="${slot.label}">
<p class="ad__label">Quảng cáo</p>
<a class="ad__link" href="/qc/${name}/" rel="sponsored noopener nofollow">
<picture>
<source media="(max-width: 47.99em)" srcset="/qc/${name}-phone.webp" width="${slot.phone_width}" height="${slot.phone_height}">
<img class="ad__picture" src="/qc/${name}.webp" width="${slot.width}" height="${slot.height}" alt="${escaped(slot.alt)}" decoding="async"${name === "leaderboard" ? "" : ' loading="lazy"'}>
</picture>
</a>
</${element}>`;
};

export const leaderboard = once((frame) => ad(frame, "leaderboard"));
export const sidebar = once((frame) => ad(frame, "sidebar"));
export const inList = once((frame) => ad(frame, "in-list", "div"));
export const footerAd = once((frame) => ad(frame, "footer"));

export const footer = once((frame) => `<footer class="footer">
<div class="footer__inner">
<div class="footer__imprint">
<p class="footer__organisation">${escaped(frame.organisation)}</p>
<p class="footer__name"><a href="/">${escaped(frame.name)}</a></p>
<address class="footer__contact">
${frame.contact.map((line) => `<span>${escaped(line)}</span>`).join("\n")}
</address>
</div>
<nav class="footer__nav" aria-label="Cuối trang">
<ul class="footer__list footer__list--sections">
${links(frame, "footer__link").map((one) => `<li>${one}</li>`).join("\n")}
</ul>
<ul class="footer__list">
<li><a class="footer__link" href="/tin-moi/">Tin mới</a></li>
<li><a class="footer__link" href="/luu-tru/">Lưu trữ</a></li>
<li><a class="footer__link" href="/tim-kiem/">Tìm kiếm</a></li>
<li><a class="footer__link" href="/feeds/tat-ca.atom.xml">Nguồn tin (Atom)</a></li>
</ul>
</nav>
</div>
</footer>`);

export const latestHeader = `<header class="latest__header">
<h2 class="latest__title" id="tin-moi-nhat">Tin mới nhất</h2>
<a class="more" href="/tin-moi/">Tất cả tin mới</a>
</header>`;

export const latest = `<aside class="latest latest--placeholder" aria-labelledby="tin-moi-nhat" data-module="latest" data-src="/fragments/latest.html">
${latestHeader}
<div class="latest__body">
<!--#include virtual="/fragments/latest.html" -->
</div>
</aside>`;

export const readingTools = `<div class="reading-tools" role="group" aria-label="Công cụ đọc" data-pagefind-ignore>
<button class="button" type="button" data-module="text-size" data-step="-1" aria-label="Chữ nhỏ hơn" hidden><span aria-hidden="true">A−</span></button>
<button class="button" type="button" data-module="text-size" data-step="1" aria-label="Chữ to hơn" hidden><span aria-hidden="true">A+</span></button>
<button class="button" type="button" data-module="print" hidden>${icon("print")}In</button>
<button class="button" type="button" data-module="read-aloud" data-target=".article__lede, .prose" data-start="Nghe" data-stop="Dừng" data-reading="false" hidden>${icon("listen")}<span data-label>Nghe</span></button>
</div>`;

export const searchForm = `<form class="search-form" action="/tim-kiem/" method="get" role="search">
<label class="search-form__label" for="tu-khoa">Từ cần tìm</label>
<div class="search-form__row">
<input class="search-form__input" type="search" name="q" id="tu-khoa" maxlength="120" autocomplete="off" enterkeyhint="search">
<button class="button button--strong" type="submit">${icon("search")}Tìm</button>
</div>
</form>`;
