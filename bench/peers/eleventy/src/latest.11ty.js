import { base, breadcrumbData } from "./_parts/base.js";
import { breadcrumb, listing, pager } from "./_parts/lists.js";

const TEXT = "Tin, bài mới nhất của các chuyên mục.";

export const data = { permalink: "/tin-moi/" };

export const render = ({ frame, collections }) => base(frame, {
  kind: "listing page--latest", title: "Tin mới", address: "/tin-moi/", description: TEXT,
  data: [breadcrumbData("Tin mới", "/tin-moi/")],
  main: `${breadcrumb()}
<header class="heading">
<h1 class="heading__title">Tin mới</h1>
<p class="heading__description">${TEXT}</p>
</header>
${listing(frame, collections.archive.news.slice(0, 40))}
${pager({ older: "/luu-tru/", olderLabel: "Xem tiếp trong lưu trữ" })}
<p class="listing__feed"><a class="more" href="/feeds/tat-ca.atom.xml">Nguồn tin: Tin mới</a></p>`,
});
