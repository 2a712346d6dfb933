import { searchForm } from "./_parts/around.js";
import { base, narrow, siteData } from "./_parts/base.js";

export const data = { permalink: "/404.html" };

export const render = ({ frame }) => base(frame, {
  kind: "not-found", title: "Không tìm thấy trang", address: "/404.html", hidden: true, bare: true,
  data: [siteData(frame)],
  layout: narrow(`<header class="heading">
<h1 class="heading__title">Không tìm thấy trang</h1>
<p class="heading__description">Địa chỉ này không có hoặc bài đã được gỡ. Mời bạn tìm theo từ khóa hoặc xem tin mới.</p>
</header>
${searchForm}
<ul class="ways">
<li><a class="more" href="/">Trang chủ</a></li>
<li><a class="more" href="/tin-moi/">Tin mới</a></li>
<li><a class="more" href="/luu-tru/">Lưu trữ</a></li>
</ul>`),
});
