import { base, breadcrumbData } from "./_parts/base.js";
import { breadcrumb, listing, pager } from "./_parts/lists.js";
import { escaped, slug } from "./_parts/text.js";

const EYEBROWS = { section: "Chuyên mục", tag: "Chủ đề", author: "Tác giả" };
const TEXTS = {
  section: () => "",
  tag: (name) => `Các tin, bài về chủ đề “${name}”.`,
  author: (name) => `Các tin, bài của tác giả ${name}.`,
};

export const data = {
  pagination: { data: "collections.archive.listings", size: 1, alias: "page_" },
  permalink: ({ page_ }) => page_.address,
};

export function render({ frame, page_: { kind, name, number, address, newer, older, items } }) {
  const title = number > 1 ? `${name} – trang ${number}` : name, text = TEXTS[kind](name);
  const feed = kind === "section" ? { stem: `/feeds/${slug(name)}`, name } : undefined;
  return base(frame, {
    kind: `listing page--${kind}`, title, address, description: text, feed,
    data: [breadcrumbData(title, address)],
    main: `${breadcrumb()}
<header class="heading">
<p class="heading__eyebrow">${EYEBROWS[kind]}</p>
<h1 class="heading__title">${escaped(name)}</h1>
${text ? `<p class="heading__description">${escaped(text)}</p>\n` : ""}</header>
${listing(frame, items, kind !== "section")}
${pager({ newer, older, position: number > 1 ? `Trang ${number}` : "" })}
${feed ? `<p class="listing__feed"><a class="more" href="${feed.stem}.atom.xml">Nguồn tin: ${escaped(name)}</a></p>` : ""}`,
  });
}
