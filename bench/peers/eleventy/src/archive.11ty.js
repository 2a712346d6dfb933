import { base, breadcrumbData } from "./_parts/base.js";
import { breadcrumb } from "./_parts/lists.js";

export const data = { permalink: "/luu-tru/" };

export function render({ frame, collections }) {
  const years = new Map();
  for (const month of collections.archive.months) {
    if (!years.has(month.year)) years.set(month.year, []);
    years.get(month.year).push(month);
  }
  return base(frame, {
    kind: "archive", title: "Lưu trữ", address: "/luu-tru/",
    description: "Tin, bài theo tháng và theo dòng sự kiện.",
    data: [breadcrumbData("Lưu trữ", "/luu-tru/")],
    main: `${breadcrumb()}
<header class="heading">
<h1 class="heading__title">Lưu trữ</h1>
</header>
${[...years].map(printed).join("\n")}`,
  });
}

const count = (months) => months.reduce((sum, one) => sum + one.items.length, 0);

const printed = ([year, months]) => `<section class="archive-year" aria-labelledby="nam-${year}">
<h2 class="archive-year__title" id="nam-${year}">Năm ${year} <span class="archive-year__count">${count(months)} tin</span></h2>
<ul class="archive-year__months">
${months.map((one) => `<li><a class="archive-year__month" href="${one.address}">Tháng ${one.month} <span class="archive-year__count">${one.items.length} tin</span></a></li>`).join("\n")}
</ul>
</section>`;
