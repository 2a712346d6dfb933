// Teasers, listings and what leads on from them.
import { inList } from "./around.js";
import { icon } from "./icon.js";
import { escaped } from "./text.js";

export const breadcrumb = (step) => `<nav class="breadcrumb" aria-label="Vị trí trang">
<ol class="breadcrumb__list">
<li class="breadcrumb__item"><a href="/">Trang chủ</a></li>
${step ? `<li class="breadcrumb__item"><a href="${step.address}">${escaped(step.name)}</a></li>\n` : ""}</ol>
</nav>`;

export function teaser(article, { form = "row", level = 2, section = true, summary = true, dated = true } = {}) {
  return `<article class="teaser teaser--${form} teaser--bare">
<div class="teaser__text">
${section ? `<p class="teaser__section"><a href="${article.section.address}">${escaped(article.section.name)}</a></p>\n` : ""}<h${level} class="teaser__title"><a class="stretched" href="${article.address}">${escaped(article.title)}</a></h${level}>
${summary ? `<p class="teaser__summary">${escaped(article.summary)}</p>\n` : ""}${dated ? `<p class="teaser__date"><time datetime="${article.moment}">${article.day}</time></p>\n` : ""}</div>
</article>`;
}

export const listing = (frame, articles, section = true) => `<div class="listing">
${articles.map((one, index) => teaser(one, { section }) + (index === Math.min(5, articles.length) - 1 ? `\n${inList(frame)}` : "")).join("\n")}
</div>`;

export function pager({ newer, older, position = "", newerLabel = "Tin mới hơn", olderLabel = "Tin cũ hơn" }) {
  if (!newer && !older) return "";
  return `<nav class="pager" aria-label="Phân trang">
${newer ? `<a class="pager__link pager__link--newer" rel="prev" href="${newer}">${icon("newer")}${newerLabel}</a>\n` : ""}${position ? `<p class="pager__position">${position}</p>\n` : ""}${older ? `<a class="pager__link pager__link--older" rel="next" href="${older}">${olderLabel}${icon("older")}</a>\n` : ""}</nav>`;
}

export const latestList = (articles) => `<ol class="latest__list">
${articles.map((one) => `<li class="latest__item">
<a class="latest__link stretched" href="${one.address}">${escaped(one.title)}</a>
<time class="latest__date" datetime="${one.moment}">${one.day}</time>
</li>`).join("\n")}
</ol>`;
