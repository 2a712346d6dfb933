import { inList, latestHeader, sidebar } from "./_parts/around.js";
import { base, siteData } from "./_parts/base.js";
import { latestList, teaser } from "./_parts/lists.js";
import { escaped } from "./_parts/text.js";

export const data = { permalink: "/" };

export function render({ frame, collections }) {
  const { news, sections } = collections.archive, seen = new Set(news.slice(0, 13));
  const blocks = frame.sections
    .map((section) => ({ section, items: fresh(sections.get(section.name) || [], seen) }))
    .filter((block) => block.items.length);
  return base(frame, {
    kind: "front", title: frame.name, address: "/", data: [siteData(frame)],
    layout: `<main class="front" id="noi-dung">
<div class="front__lead">
${teaser(news[0], { form: "lead" })}
</div>
<section class="front__seconds" aria-labelledby="tieu-diem">
<h2 class="front__heading" id="tieu-diem">Tiêu điểm</h2>
${news.slice(1, 5).map((one, place) => teaser(one, { form: "second", level: 3, summary: place === 0 })).join("\n")}
</section>
<div class="front__rail">
<section class="latest" aria-labelledby="tin-moi-nhat">
${latestHeader}
${latestList(news.slice(5, 13))}
</section>
${sidebar(frame)}
</div>
${blocks.slice(0, 1).map((block) => `<div class="front__first">\n${printed(block, true)}\n</div>`).join("")}
${inList(frame)}
<div class="front__more">
${blocks.slice(1).map((block) => printed(block, false)).join("\n")}
</div>
</main>`,
  });
}

const fresh = (articles, seen) => articles.slice(0, 17).filter((one) => !seen.has(one)).slice(0, 4);

const printed = ({ section, items }, wide) => `<section class="section-block${wide ? " section-block--wide" : ""}">
<header class="section-block__header">
<h2 class="section-block__title"><a href="/chuyen-muc/${section.slug}/">${escaped(section.name)}</a></h2>
</header>
<div class="section-block__items">
${items.map((one, place) => teaser(one, { form: place ? "line" : "second", level: 3, section: false, summary: wide || place === 0 })).join("\n")}
</div>
</section>`;
