import { base, breadcrumbData, narrow } from "./_parts/base.js";
import { breadcrumb } from "./_parts/lists.js";
import { escaped } from "./_parts/text.js";

const TITLE = "Liên hệ quảng cáo";

export const data = {
  pagination: { data: "frame.slots", size: 1, alias: "slot" },
  permalink: ({ slot }) => `/qc/${slot}/`,
};

export const render = ({ frame, slot }) => base(frame, {
  kind: "notice", title: TITLE, address: `/qc/${slot}/`, hidden: true, bare: true,
  data: [breadcrumbData(TITLE, `/qc/${slot}/`)],
  layout: narrow(`${breadcrumb()}
<header class="heading">
<h1 class="heading__title">${TITLE}</h1>
</header>
<div class="prose">
${frame.advertising.map((one) => `<p>${escaped(one)}</p>`).join("\n")}
<table>
<caption>Kích thước ảnh quảng cáo (điểm ảnh)</caption>
<thead>
<tr><th scope="col">Vị trí</th><th scope="col">Máy tính</th><th scope="col">Điện thoại</th></tr>
</thead>
<tbody>
${Object.values(frame.slots).map((one) => `<tr><th scope="row">${one.place}</th><td>${one.width} × ${one.height}</td><td>${one.phone_width} × ${one.phone_height}</td></tr>`).join("\n")}
</tbody>
</table>
</div>`),
});
