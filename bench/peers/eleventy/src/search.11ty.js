import { searchForm } from "./_parts/around.js";
import { base, breadcrumbData } from "./_parts/base.js";
import { escaped } from "./_parts/text.js";

export const data = { permalink: "/tim-kiem/" };

export const render = ({ frame }) => base(frame, {
  kind: "search", title: "Tìm kiếm", address: "/tim-kiem/", noLeaderboard: true, script: frame.assets.search,
  description: "Tìm tin, bài theo từ, có dấu hoặc không dấu.",
  data: [breadcrumbData("Tìm kiếm", "/tim-kiem/")],
  main: `<header class="heading">
<h1 class="heading__title">Tìm kiếm</h1>
</header>
<div class="search" data-module="search" data-home="/" data-bundles='["/pagefind/"]'>
${searchForm}
<p class="search__status" role="status" aria-live="polite"></p>
<ol class="search__results"></ol>
<p class="search__more" hidden><button class="button" type="button">Xem thêm kết quả</button></p>
<noscript>
<p>Tìm kiếm cần JavaScript, mà trình duyệt này đang tắt. Bạn vẫn có thể tìm bài theo <a href="/luu-tru/">kho lưu trữ từng tháng</a> hoặc theo chuyên mục:</p>
<ul>
${frame.sections.map((one) => `<li><a href="/chuyen-muc/${one.slug}/">${escaped(one.name)}</a></li>`).join("\n")}
</ul>
</noscript>
</div>`,
});
