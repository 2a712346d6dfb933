"""Example view models, one for each kind of page."""

from collections.abc import Callable
from functools import partial
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from bulletin.ads.slots import AD_SLOTS
from bulletin.view_models import components, documents, feeds, pages
from tests.theme.example_components import (
    EXAMPLE_BODY,
    EXAMPLE_SECTIONS,
    EXAMPLE_SUMMARY,
    EXAMPLE_TITLES,
    EXAMPLE_URL,
    HOME_LINK,
    create_date,
    create_head,
    create_image,
    create_link,
    create_site_frame,
    create_slot,
    create_teaser,
)


def create_article_view(**changes: Any) -> pages.ArticleView:
    """Return an article with all optional parts."""
    address = f"{EXAMPLE_URL}/2019/12/bai-0/"
    lines = [create_teaser(n, picture=None) for n in range(1, 12)]
    view = pages.ArticleView(
        site=create_site_frame(),
        head=create_head(
            EXAMPLE_TITLES[0],
            "/2019/12/bai-0/",
            og_type="article",
            published="2019-12-03T07:30:00+07:00",
            modified="2019-12-05T09:00:00+07:00",
            section="Kiểm tra, giám sát",
            tags=("Kết luận 38",),
        ),
        breadcrumb=(HOME_LINK, create_link("Kiểm tra, giám sát", "/chuyen-muc/kiem-tra-giam-sat/")),
        title=EXAMPLE_TITLES[0],
        date=create_date(3, full=True),
        modified=create_date(5),
        authors=(
            create_link("Minh Hạnh", "/tac-gia/minh-hanh/"),
            create_link("Quốc Việt", "/tac-gia/quoc-viet/"),
        ),
        source=create_link("Báo Bình Thuận", "https://bao.example.vn/"),
        lede=EXAMPLE_SUMMARY,
        cover=create_image(0),
        cover_caption="Đoàn giám sát trên đường về cơ sở. Ảnh: Quốc Việt",
        ai_label="Bài có ảnh do trí tuệ nhân tạo (AI) tạo ra.",
        audio=components.AttachmentLink("/files/ban-doc.mp3", "Nghe bài này", "MP3", "3,2 MB"),
        body=EXAMPLE_BODY,
        contents=(
            create_link("Những việc đã làm được", "#muc-a"),
            create_link("Việc cần khắc phục", "#muc-b"),
        ),
        reading_minutes=6,
        attachments=(
            components.AttachmentLink("/files/ke-hoach.pdf", "Kế hoạch giám sát năm 2019", "PDF", "1,2 MB"),
            components.AttachmentLink("/files/bieu-mau.docx", "Biểu mẫu báo cáo của cấp ủy", "DOCX", "48 kB"),
        ),
        corrections=(
            components.CorrectionNote(
                create_date(5), "Bản đầu ghi nhầm ngày ban hành kế hoạch; ngày đúng là 06/11/2019."
            ),
        ),
        topic=create_link("Đưa Kết luận 38 vào cuộc sống", "/dong-su-kien/ket-luan-38/"),
        tags=(
            create_link("Kết luận 38", "/chu-de/ket-luan-38/"),
            create_link("Cơ sở đảng", "/chu-de/co-so-dang/"),
            create_link("Tánh Linh", "/chu-de/tanh-linh/"),
        ),
        other_news=(
            components.RelatedGroup("newer", "Tin mới hơn", None, tuple(lines[:4])),
            components.RelatedGroup(
                "older", "Tin cũ hơn", create_link("Cả chuyên mục", "/chuyen-muc/x/"), tuple(lines[4:8])
            ),
            components.RelatedGroup(
                "topic", "Cùng dòng sự kiện", create_link("Cả dòng", "/dong-su-kien/x/"), tuple(lines[8:11])
            ),
        ),
        sidebar=create_slot(),
        address=address,
        has_qr_code=True,
        mail=f"mailto:?subject=Gi%C3%A1m%20s%C3%A1t&body={address}",
        facebook=f"https://www.facebook.com/sharer/sharer.php?u={address}",
        feedback=(
            create_link("Báo lỗi nội dung", "mailto:a@b.vn"),
            create_link("Gửi ý kiến", "mailto:a@b.vn"),
        ),
    )
    return replace(view, **changes)


def create_front_view(**changes: Any) -> pages.FrontView:
    """Return a front page."""
    view = pages.FrontView(
        site=create_site_frame(),
        head=create_head("Trang nhất", "/"),
        lead=create_teaser(0),
        lead_mark="Bài được ghim",
        lead_topic=(create_teaser(40), create_teaser(41)),
        featured=tuple(create_teaser(n) for n in (2, 1, 3, 7)),
        latest=tuple(create_teaser(n) for n in range(4, 12)),
        most_read=tuple(create_teaser(n) for n in range(60, 65)),
        blocks=tuple(
            pages.FrontBlock(
                section=create_link(name, f"/chuyen-muc/{slug}/"),
                children=tuple(
                    create_link(child, f"/chuyen-muc/{slug}-{i}/") for i, child in enumerate(children)
                ),
                items=tuple(create_teaser(20 + 4 * n + i, section=None) for i in range(4)),
            )
            for n, (slug, name, children) in enumerate(EXAMPLE_SECTIONS)
        ),
        topics=tuple(
            pages.TopicCard(create_link(label, f"/dong-su-kien/{n}/"), f"{7 - n} tin", create_teaser(50 + n))
            for n, label in enumerate(("Đưa Kết luận 38 vào cuộc sống", "Đại hội đảng bộ các cấp"))
        ),
        documents=tuple(create_document_row(n, count="") for n in range(6)),
        sidebar=create_slot(),
        in_list=create_slot("in-list"),
    )
    return replace(view, **changes)


def create_listing_view(**changes: Any) -> pages.ListingView:
    """Return the first page of a section."""
    view = pages.ListingView(
        site=create_site_frame(),
        head=create_head("Tổ chức xây dựng Đảng", "/chuyen-muc/to-chuc-xay-dung-dang/"),
        breadcrumb=(HOME_LINK,),
        url="/chuyen-muc/to-chuc-xay-dung-dang/",
        kind="section",
        eyebrow="Chuyên mục",
        title="Tổ chức xây dựng Đảng",
        description="Công tác tổ chức, cán bộ, đảng viên và cơ sở đảng trong toàn tỉnh.",
        children=(create_link("Đảng viên"), create_link("Cán bộ"), create_link("Cơ sở đảng")),
        items=tuple(create_teaser(n, section=None) for n in range(22)),
        year_marks=("2019", *[""] * 9, "2018", *[""] * 11),
        years=(
            create_link("2019", "/chuyen-muc/x/#nam-2019"),
            create_link("2018", "/chuyen-muc/x/#nam-2018"),
        ),
        has_first=False,
        pager=components.Pager(None, create_link("Tin cũ hơn", "/chuyen-muc/x/trang/4/"), "Trang 5 trên 5"),
        empty_message="Chưa có bài nào.",
        feed=create_link("Nguồn tin của chuyên mục", "/feeds/x.atom.xml"),
        sidebar=create_slot(),
        in_list=create_slot("in-list"),
    )
    return replace(view, **changes)


def create_archive_view() -> pages.ArchiveView:
    """Return the overview of the archive."""
    return pages.ArchiveView(
        site=create_site_frame(),
        head=create_head("Lưu trữ", "/luu-tru/"),
        breadcrumb=(HOME_LINK,),
        title="Lưu trữ",
        years=tuple(
            pages.ArchiveYear(
                year,
                12 * year % 97 + 60,
                tuple(
                    pages.ArchiveMonth(f"/luu-tru/{year}/{month:02}/", f"Tháng {month}", 5 + month)
                    for month in range(1, 13)
                ),
            )
            for year in (2019, 2018, 2017)
        ),
        topics=(create_link("Đưa Kết luận 38 vào cuộc sống"), create_link("Đại hội đảng bộ các cấp")),
        site_map=components.Link("/so-do-trang/", "Sơ đồ trang"),
        sidebar=create_slot(),
    )


def create_site_map_view() -> pages.SiteMapView:
    """Return the site map for readers."""
    return pages.SiteMapView(
        site=create_site_frame(),
        head=create_head("Sơ đồ trang", "/so-do-trang/"),
        breadcrumb=(HOME_LINK,),
        title="Sơ đồ trang",
        groups=(
            components.LinkGroup(
                "trang-chung", "Trang chung", (HOME_LINK, create_link("Tin mới", "/tin-moi/"))
            ),
            components.LinkGroup("chu-de", "Chủ đề", (create_link("Kết luận 38", "/chu-de/ket-luan-38/"),)),
        ),
        sidebar=create_slot(),
    )


def create_corrections_view() -> pages.CorrectionsView:
    """Return the page of all corrections."""
    return pages.CorrectionsView(
        site=create_site_frame(),
        head=create_head("Đính chính", "/dinh-chinh/"),
        breadcrumb=(HOME_LINK,),
        title="Đính chính",
        years=(
            pages.CorrectionYear(
                2019,
                (
                    pages.ArticleCorrection(
                        components.CorrectionNote(
                            components.DisplayDate("05/12/2019", "2019-12-05"), "Ngày đúng là 06/11/2019."
                        ),
                        create_link("Giám sát việc thực hiện Kết luận 38"),
                    ),
                ),
            ),
        ),
        sidebar=create_slot(),
    )


def create_month_view() -> pages.MonthView:
    """Return a month of the archive."""
    first = 7  # 01/12/2019 was a Sunday
    cells = [0] * (first - 1) + list(range(1, 32))
    cells += [0] * (-len(cells) % 7)
    return pages.MonthView(
        site=create_site_frame(),
        head=create_head("Tháng 12 năm 2019", "/luu-tru/2019/12/"),
        breadcrumb=(HOME_LINK, create_link("Lưu trữ", "/luu-tru/")),
        title="Tháng 12 năm 2019",
        calendar=tuple(tuple(cells[i : i + 7]) for i in range(0, len(cells), 7)),
        days=tuple(
            pages.ArchiveDay(
                f"ngay-{day:02}",
                day,
                create_date(day, full=True).text,
                tuple(create_teaser(day + i) for i in range(1 + day % 2)),
                create_link("04/12", "#ngay-04"),
                create_link("30/11", "/luu-tru/2019/11/#ngay-30"),
            )
            for day in (30, 17, 4, 3)
        ),
        pager=components.Pager(None, create_link("Tháng 11 năm 2019", "/luu-tru/2019/11/"), ""),
        sidebar=create_slot(),
    )


def create_document_row(number: int = 0, **changes: Any) -> documents.DocumentRow:
    """Return an official document in a list."""
    row = documents.DocumentRow(
        link=create_link(f"Kế hoạch số {143 - number}-KH/TU", f"/van-ban/{143 - number}-kh-tu/"),
        title="Kế hoạch tiếp tục nâng cao năng lực lãnh đạo, sức chiến đấu của tổ chức cơ sở đảng",
        issuer="Ban Thường vụ Tỉnh ủy",
        date=create_date(28 - number % 27),
        count="5 tin, bài",
    )
    return replace(row, **changes)


def create_document_list_view(**changes: Any) -> documents.DocumentListView:
    """Return the first page of the register of official documents."""
    view = documents.DocumentListView(
        site=create_site_frame(),
        head=create_head("Văn bản", "/van-ban/"),
        breadcrumb=(HOME_LINK,),
        eyebrow="",
        title="Văn bản",
        description="Văn bản của Đảng và Nhà nước mà tin, bài ở đây nói tới, mới nhất trước.",
        items=(*map(create_document_row, range(21)), create_document_row(30, title="", date=None, count="")),
        groups=(
            components.LinkGroup(
                "loai", "Loại văn bản", (create_link("Kế hoạch (21)", "/van-ban/loai/ke-hoach/"),)
            ),
            components.LinkGroup(
                "co-quan",
                "Cơ quan ban hành",
                (create_link("Bộ Chính trị (1)", "/van-ban/co-quan/bo-chinh-tri/"),),
            ),
        ),
        years=(create_link("2019", "/van-ban/nam/2019/"),),
        pager=components.Pager(None, create_link("Cũ hơn", "/van-ban/trang/4/"), ""),
        sidebar=create_slot(),
        in_list=create_slot("in-list"),
    )
    return replace(view, **changes)


def create_document_view(**changes: Any) -> documents.DocumentView:
    """Return an official document with all that can be known of it."""
    view = documents.DocumentView(
        site=create_site_frame(),
        head=create_head("Kết luận số 38-KL/TW", "/van-ban/38-kl-tw/"),
        breadcrumb=(HOME_LINK, create_link("Văn bản", "/van-ban/")),
        name="Kết luận số 38-KL/TW",
        title="Kết luận về tổng kết 10 năm thực hiện Nghị quyết số 22-NQ/TW của Ban Chấp hành Trung ương (khóa X)",
        facts=(
            documents.DocumentFact("Số", "38-KL/TW"),
            documents.DocumentFact("Loại", "Kết luận", "/van-ban/loai/ket-luan/"),
            documents.DocumentFact("Cơ quan ban hành", "Bộ Chính trị", "/van-ban/co-quan/bo-chinh-tri/"),
            documents.DocumentFact("Ngày ban hành", "13/11/2018", date="2018-11-13"),
        ),
        file=components.AttachmentLink(
            "/files/38-kl-tw.pdf", "Kết luận số 38-KL/TW (toàn văn)", "PDF", "1,2 MB"
        ),
        relations=(
            components.LinkGroup(
                "thuc-hien",
                "Thực hiện văn bản",
                (create_link("Nghị quyết số 22-NQ/TW", "/van-ban/22-nq-tw/"),),
            ),
        ),
        items=tuple(
            documents.CitingArticle(
                create_teaser(n), "Đoàn xem nơi đã đưa ", "Kết luận số 38-KL/TW", " vào cuộc sống ra sao."
            )
            for n in range(7)
        ),
        pager=components.Pager(None, create_link("Cũ hơn", "/van-ban/38-kl-tw/trang/2/"), ""),
        feed=create_link("Theo dõi văn bản này", "/feeds/van-ban/38-kl-tw.atom.xml"),
        sidebar=create_slot(),
        in_list=create_slot("in-list"),
    )
    return replace(view, **changes)


def create_search_view(**changes: Any) -> pages.SearchView:
    """Return the search page."""
    view = pages.SearchView(
        site=create_site_frame(),
        head=create_head("Tìm kiếm", "/tim-kiem/", is_indexable=False),
        breadcrumb=(HOME_LINK,),
        title="Tìm kiếm",
        index_url="/search/summary/index.json",
        sidebar=create_slot(),
    )
    return replace(view, **changes)


def create_page_view() -> pages.PageView:
    """Return a static page."""
    return pages.PageView(
        site=create_site_frame(),
        head=create_head("Giới thiệu", "/gioi-thieu/"),
        breadcrumb=(HOME_LINK,),
        title="Giới thiệu bản tin",
        lede="Bản tin đăng tin, bài về công tác xây dựng Đảng trong tỉnh.",
        body=EXAMPLE_BODY,
        attachments=(components.AttachmentLink("/files/quy-che.pdf", "Quy chế biên tập", "PDF", "320 kB"),),
        modified=create_date(9),
    )


def create_not_found_view() -> pages.NotFoundView:
    """Return the error page."""
    return pages.NotFoundView(
        site=create_site_frame(),
        head=create_head(
            "Không tìm thấy trang",
            "/404.html",
            is_indexable=False,
            canonical="",
            feeds=(),
            image=None,
            image_url="",
        ),
        title="Không tìm thấy trang này",
        text="Địa chỉ có thể đã gõ nhầm, hoặc bài đã được gỡ. Hãy tìm theo từ khóa hoặc bắt đầu lại từ trang chủ.",
        site_map="/so-do-trang/",
    )


def create_offline_view() -> pages.OfflineView:
    """Return the page that a reader without a network sees."""
    return pages.OfflineView(
        site=create_site_frame(),
        head=create_head("Không có mạng", "/khong-co-mang/", is_indexable=False),
        title="Không có mạng",
        text="Máy của bạn không vào được mạng và trang vừa mở chưa được lưu.",
    )


def create_offline_fragment_view() -> pages.OfflineFragmentView:
    """Return the list of articles to keep."""
    return pages.OfflineFragmentView(
        items=(create_link("Tin một", "/2019/12/tin-1/"),), withdrawn=("0123456789abcdef",)
    )


def create_redirect_view(**changes: Any) -> pages.RedirectView:
    """Return the page behind an advertisement."""
    view = pages.RedirectView(
        site=create_site_frame(),
        head=create_head("Đang chuyển trang", "/vi-tri/sidebar/", is_indexable=False),
        title="Đang chuyển đến trang của nhà quảng cáo",
        text="Nếu trình duyệt không tự chuyển, hãy bấm vào liên kết dưới đây.",
        target=create_link("Hợp tác xã thanh long Hàm Thuận", "/gioi-thieu/"),
        is_sponsored=True,
    )
    return replace(view, **changes)


def create_notice_view() -> pages.NoticeView:
    """Return the notice behind an empty ad slot."""
    return pages.NoticeView(
        site=create_site_frame(),
        head=create_head("Liên hệ quảng cáo", "/vi-tri/"),
        breadcrumb=(HOME_LINK,),
        title="Liên hệ quảng cáo",
        paragraphs=(
            "Bản tin dành bốn vị trí cho quảng cáo.",
            "Xin gửi ảnh đúng kích thước dưới đây cho Ban biên tập.",
        ),
        sizes=tuple(create_slot(name) for name in AD_SLOTS),
    )


def create_latest_fragment_view() -> pages.LatestFragmentView:
    """Return the fragment of the latest news."""
    return pages.LatestFragmentView(
        items=(
            *(create_teaser(n, url=f"/2019/12/tin-{n}/") for n in range(8)),
            create_teaser(3),
            create_teaser(4),
        )
    )


EXAMPLE_PAGES: dict[str, tuple[str, Callable[[], Struct]]] = {
    "": ("front.html", create_front_view),
    "2019/12/bai-0/": ("article.html", create_article_view),
    "2019/12/bai-1/": (
        "article.html",
        partial(create_article_view, cover=None, lede="", authors=(), modified=None, topic=None, tags=(), source=None,
                ai_label="", audio=None, attachments=(), corrections=(), other_news=(), has_qr_code=False),
    ),
    "chuyen-muc/to-chuc-xay-dung-dang/": ("listing.html", create_listing_view),
    "luu-tru/": ("archive.html", create_archive_view),
    "luu-tru/2019/12/": ("month.html", create_month_view),
    "so-do-trang/": ("site_map.html", create_site_map_view),
    "dinh-chinh/": ("corrections.html", create_corrections_view),
    "van-ban/": ("documents.html", create_document_list_view),
    "van-ban/12-nq-tu/": (
        "documents.html",
        partial(create_document_list_view, eyebrow="Trùng số", groups=(), years=(), items=()),
    ),
    "van-ban/38-kl-tw/": ("document.html", create_document_view),
    "van-ban/22-nq-tw/": (
        "document.html",
        partial(create_document_view, title="", facts=(), file=None, relations=(), items=(), feed=None),
    ),
    "tim-kiem/": ("search.html", create_search_view),
    "gioi-thieu/": ("page.html", create_page_view),
    "khong-co-mang/": ("offline.html", create_offline_view),
    "khong-co/": ("not_found.html", create_not_found_view),
    "vi-tri/": ("notice.html", create_notice_view),
    "chuyen/": ("redirect.html", create_redirect_view),
}  # fmt: skip


def create_feed_view() -> feeds.FeedView:
    """Return a feed with text that XML must escape."""
    entry = feeds.FeedEntry(
        id="tag:bantin.example.vn,2019:bai-0",
        url=f"{EXAMPLE_URL}/2019/12/bai-0/",
        title="Giám sát & kiểm tra <mới>",
        summary=EXAMPLE_SUMMARY,
        content=Markup("<p>Đồng chí &amp; tập thể</p>"),
        cover=feeds.FeedImage(f"{EXAMPLE_URL}/a.jpg", "image/jpeg", 640, 480, "Ảnh & lời"),
        enclosure=feeds.FeedEnclosure(f"{EXAMPLE_URL}/files/ban-doc.mp3", "audio/mpeg", 3_200_000),
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
        url=f"{EXAMPLE_URL}/",
        self_url=f"{EXAMPLE_URL}/feeds/tat-ca.atom.xml",
        updated="2019-12-05T09:00:00+07:00",
        updated_rfc822="Thu, 05 Dec 2019 09:00:00 +0700",
        author="Ban biên tập",
        entries=(entry,),
    )
