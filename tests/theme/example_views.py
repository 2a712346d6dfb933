"""Example view models, one a kind of page."""

from functools import partial
from typing import Any

from markupsafe import Markup
from msgspec.structs import replace

from bulletin.view_models import components, feeds, pages
from tests.theme.example_components import (
    ADDRESS,
    BODY,
    HOME,
    SECTIONS,
    SIZES,
    SUMMARY,
    TITLES,
    head,
    link,
    picture,
    site,
    slot,
    stamp,
    teaser,
)


def article(**changes: Any) -> pages.ArticleView:
    """Give an article with everything that an article may carry."""
    address = f"{ADDRESS}/2019/12/bai-0/"
    lines = [teaser(n, picture=None) for n in range(1, 12)]
    made = pages.ArticleView(
        site=site(),
        head=head(
            TITLES[0],
            "/2019/12/bai-0/",
            kind="article",
            published="2019-12-03T07:30:00+07:00",
            modified="2019-12-05T09:00:00+07:00",
            section="Kiểm tra, giám sát",
            tags=("Kết luận 38",),
        ),
        breadcrumb=(HOME, link("Kiểm tra, giám sát", "/chuyen-muc/kiem-tra-giam-sat/")),
        title=TITLES[0],
        date=stamp(3, full=True),
        modified=stamp(5),
        authors=(link("Minh Hạnh", "/tac-gia/minh-hanh/"), link("Quốc Việt", "/tac-gia/quoc-viet/")),
        source=link("Báo Bình Thuận", "https://bao.example.vn/"),
        lede=SUMMARY,
        cover=picture(0),
        cover_caption="Đoàn giám sát trên đường về cơ sở. Ảnh: Quốc Việt",
        body=BODY,
        attachments=(
            components.Attachment("/files/ke-hoach.pdf", "Kế hoạch giám sát năm 2019", "PDF", "1,2 MB"),
            components.Attachment("/files/bieu-mau.docx", "Biểu mẫu báo cáo của cấp ủy", "DOCX", "48 kB"),
        ),
        corrections=(
            components.Correction(
                stamp(5), "Bản đầu ghi nhầm ngày ban hành kế hoạch; ngày đúng là 06/11/2019."
            ),
        ),
        topic=link("Đưa Kết luận 38 vào cuộc sống", "/dong-su-kien/ket-luan-38/"),
        tags=(
            link("Kết luận 38", "/chu-de/ket-luan-38/"),
            link("Cơ sở đảng", "/chu-de/co-so-dang/"),
            link("Tánh Linh", "/chu-de/tanh-linh/"),
        ),
        other_news=(
            components.NewsGroup("newer", "Tin mới hơn", None, tuple(lines[:4])),
            components.NewsGroup(
                "older", "Tin cũ hơn", link("Cả chuyên mục", "/chuyen-muc/x/"), tuple(lines[4:8])
            ),
            components.NewsGroup(
                "topic", "Cùng dòng sự kiện", link("Cả dòng", "/dong-su-kien/x/"), tuple(lines[8:11])
            ),
        ),
        sidebar=slot(),
        address=address,
        mail=f"mailto:?subject=Gi%C3%A1m%20s%C3%A1t&body={address}",
    )
    return replace(made, **changes)


def front(**changes: Any) -> pages.FrontView:
    """Give a front page."""
    made = pages.FrontView(
        site=site(),
        head=head("Trang nhất", "/"),
        lead=teaser(0),
        seconds=tuple(teaser(n) for n in (2, 1, 3, 7)),
        latest=tuple(teaser(n) for n in range(4, 12)),
        blocks=tuple(
            pages.FrontBlock(
                section=link(name, f"/chuyen-muc/{slug}/"),
                children=tuple(link(child, f"/chuyen-muc/{slug}-{i}/") for i, child in enumerate(children)),
                items=tuple(teaser(20 + 4 * n + i, section=None) for i in range(4)),
            )
            for n, (slug, name, children) in enumerate(SECTIONS)
        ),
        topics=tuple(
            pages.TopicCard(link(label, f"/dong-su-kien/{n}/"), f"{7 - n} tin", teaser(50 + n))
            for n, label in enumerate(("Đưa Kết luận 38 vào cuộc sống", "Đại hội đảng bộ các cấp"))
        ),
        sidebar=slot(),
        in_list=slot("in-list"),
    )
    return replace(made, **changes)


def listing(**changes: Any) -> pages.ListingView:
    """Give the front of a section."""
    made = pages.ListingView(
        site=site(),
        head=head("Tổ chức xây dựng Đảng", "/chuyen-muc/to-chuc-xay-dung-dang/"),
        breadcrumb=(HOME,),
        kind="section",
        eyebrow="Chuyên mục",
        title="Tổ chức xây dựng Đảng",
        description="Công tác tổ chức, cán bộ, đảng viên và cơ sở đảng trong toàn tỉnh.",
        children=(link("Đảng viên"), link("Cán bộ"), link("Cơ sở đảng")),
        items=tuple(teaser(n, section=None) for n in range(22)),
        pager=components.Pager(None, link("Tin cũ hơn", "/chuyen-muc/x/trang/4/"), "Trang 5 trên 5"),
        empty="Chưa có bài nào.",
        feed=link("Nguồn tin của chuyên mục", "/feeds/x.atom.xml"),
        sidebar=slot(),
        in_list=slot("in-list"),
    )
    return replace(made, **changes)


def archive() -> pages.ArchiveView:
    """Give the overview of the archive."""
    return pages.ArchiveView(
        site=site(),
        head=head("Lưu trữ", "/luu-tru/"),
        breadcrumb=(HOME,),
        title="Lưu trữ",
        years=tuple(
            pages.ArchiveYear(
                year,
                12 * year % 97 + 60,
                tuple(
                    pages.ArchiveMonth(f"/luu-tru/{year}/{month:02}/", f"Tháng {month}", 5 + month)
                    for month in range(12, 0, -1)
                ),
            )
            for year in (2019, 2018, 2017)
        ),
        topics=(link("Đưa Kết luận 38 vào cuộc sống"), link("Đại hội đảng bộ các cấp")),
        sidebar=slot(),
    )


def site_map() -> pages.SiteMapView:
    """Give the site map for readers."""
    return pages.SiteMapView(
        site=site(),
        head=head("Sơ đồ trang", "/so-do-trang/"),
        breadcrumb=(HOME,),
        title="Sơ đồ trang",
        groups=(
            pages.SiteMapGroup("trang-chung", "Trang chung", (HOME, link("Tin mới", "/tin-moi/"))),
            pages.SiteMapGroup("chu-de", "Chủ đề", (link("Kết luận 38", "/chu-de/ket-luan-38/"),)),
        ),
        sidebar=slot(),
    )


def month() -> pages.MonthView:
    """Give a month of the archive."""
    first = 7  # 01/12/2019 was a Sunday
    cells = [0] * (first - 1) + list(range(1, 32))
    cells += [0] * (-len(cells) % 7)
    return pages.MonthView(
        site=site(),
        head=head("Tháng 12 năm 2019", "/luu-tru/2019/12/"),
        breadcrumb=(HOME, link("Lưu trữ", "/luu-tru/")),
        title="Tháng 12 năm 2019",
        calendar=tuple(tuple(cells[i : i + 7]) for i in range(0, len(cells), 7)),
        days=tuple(
            pages.ArchiveDay(
                f"ngay-{day:02}",
                day,
                stamp(day, full=True).text,
                tuple(teaser(day + i) for i in range(1 + day % 2)),
            )
            for day in (30, 17, 4, 3)
        ),
        pager=components.Pager(None, link("Tháng 11 năm 2019", "/luu-tru/2019/11/"), ""),
        sidebar=slot(),
    )


def search(**changes: Any) -> pages.SearchView:
    """Give the search page."""
    made = pages.SearchView(
        site=site(),
        head=head("Tìm kiếm", "/tim-kiem/", index=False),
        breadcrumb=(HOME,),
        title="Tìm kiếm",
        bundles=("/pagefind/2019/", "/pagefind/2018/"),
        sidebar=slot(),
    )
    return replace(made, **changes)


def page() -> pages.PageView:
    """Give a static page."""
    return pages.PageView(
        site=site(),
        head=head("Giới thiệu", "/gioi-thieu/"),
        breadcrumb=(HOME,),
        title="Giới thiệu bản tin",
        lede="Bản tin đăng tin, bài về công tác xây dựng Đảng trong tỉnh.",
        body=BODY,
        attachments=(components.Attachment("/files/quy-che.pdf", "Quy chế biên tập", "PDF", "320 kB"),),
        modified=stamp(9),
    )


def not_found() -> pages.NotFoundView:
    """Give the page for an address that leads nowhere."""
    return pages.NotFoundView(
        site=site(),
        head=head(
            "Không tìm thấy trang", "/404.html", index=False, canonical="", feeds=(), image=None, image_url=""
        ),
        title="Không tìm thấy trang này",
        text="Địa chỉ có thể đã gõ nhầm, hoặc bài đã được gỡ. Hãy tìm theo từ khóa hoặc bắt đầu lại từ trang chủ.",
        site_map="/so-do-trang/",
    )


def redirect(**changes: Any) -> pages.RedirectView:
    """Give a click on an advertisement."""
    made = pages.RedirectView(
        site=site(),
        head=head("Đang chuyển trang", "/qc/sidebar/", index=False),
        title="Đang chuyển đến trang của nhà quảng cáo",
        text="Nếu trình duyệt không tự chuyển, hãy bấm vào liên kết dưới đây.",
        target=link("Hợp tác xã thanh long Hàm Thuận", "/gioi-thieu/"),
        sponsored=True,
    )
    return replace(made, **changes)


def notice() -> pages.NoticeView:
    """Give the house notice."""
    return pages.NoticeView(
        site=site(),
        head=head("Liên hệ quảng cáo", "/qc/"),
        breadcrumb=(HOME,),
        title="Liên hệ quảng cáo",
        paragraphs=(
            "Bản tin dành bốn vị trí cho quảng cáo.",
            "Xin gửi ảnh đúng kích thước dưới đây cho Ban biên tập.",
        ),
        sizes=tuple(slot(name) for name in SIZES),
    )


def latest_fragment() -> pages.LatestFragmentView:
    """Give the newest articles."""
    return pages.LatestFragmentView(
        items=(*(teaser(n, url=f"/2019/12/tin-{n}/") for n in range(8)), teaser(3), teaser(4))
    )


PAGES = {
    "": ("front.html", front),
    "2019/12/bai-0/": ("article.html", article),
    "2019/12/bai-1/": (
        "article.html",
        partial(article, cover=None, lede="", authors=(), modified=None, topic=None, tags=(), source=None,
                attachments=(), corrections=(), other_news=()),
    ),
    "chuyen-muc/to-chuc-xay-dung-dang/": ("listing.html", listing),
    "luu-tru/": ("archive.html", archive),
    "luu-tru/2019/12/": ("month.html", month),
    "so-do-trang/": ("site_map.html", site_map),
    "tim-kiem/": ("search.html", search),
    "gioi-thieu/": ("page.html", page),
    "khong-co/": ("not_found.html", not_found),
    "qc/": ("notice.html", notice),
    "chuyen/": ("redirect.html", redirect),
}  # fmt: skip


def feed() -> feeds.FeedView:
    """Give a feed whose text holds what XML must escape."""
    entry = feeds.FeedEntry(
        id="tag:bantin.example.vn,2019:bai-0",
        url=f"{ADDRESS}/2019/12/bai-0/",
        title="Giám sát & kiểm tra <mới>",
        summary=SUMMARY,
        content=Markup("<p>Đồng chí &amp; tập thể</p>"),
        published="2019-12-03T07:30:00+07:00",
        updated="2019-12-05T09:00:00+07:00",
        published_rfc822="Tue, 03 Dec 2019 07:30:00 +0700",
        authors=("Minh Hạnh",),
        categories=("Kiểm tra, giám sát",),
    )
    return feeds.FeedView(
        id="tag:bantin.example.vn,2019:tat-ca",
        title="Bản tin Xây dựng Đảng",
        subtitle="Tất cả tin",
        url=f"{ADDRESS}/",
        self_url=f"{ADDRESS}/feeds/tat-ca.atom.xml",
        updated="2019-12-05T09:00:00+07:00",
        updated_rfc822="Thu, 05 Dec 2019 09:00:00 +0700",
        author="Ban biên tập",
        entries=(entry,),
    )
