"""Example view models, one a kind of page, and a small site printed from them.

The people, numbers and events are invented. The same objects are used by the tests and for
looking at the theme: ``python -m tests.theme.examples FOLDER`` writes a site to look at.
"""

import dataclasses
import sys
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from PIL import Image, ImageDraw

from plugins.pages.filters import qr_code
from plugins.views import kinds, machines, parts

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "theme" / "templates"
STATIC = ROOT / "theme" / "static"
ADDRESS = "https://bantin.example.vn"

SIZES = {
    "leaderboard": (728, 90, 320, 50),
    "sidebar": (300, 250, 300, 250),
    "in-list": (600, 120, 320, 100),
    "footer": (728, 90, 320, 50),
}
SECTIONS = (
    ("to-chuc-xay-dung-dang", "Tổ chức xây dựng Đảng", ("Đảng viên", "Cán bộ", "Cơ sở đảng")),
    ("kiem-tra-giam-sat", "Kiểm tra, giám sát", ()),
    ("tuyen-giao", "Tuyên giáo", ("Học tập và làm theo Bác", "Lịch sử Đảng bộ")),
    ("dan-van", "Dân vận", ()),
    ("kinh-te-xa-hoi", "Kinh tế – xã hội", ("Nông thôn mới", "Biển và nghề cá")),
    ("van-hoa", "Văn hóa", ()),
)
TITLES = (
    "Giám sát việc thực hiện Kết luận số 38-KL/TW tại các huyện: làm rõ trách nhiệm của người đứng đầu cấp ủy",
    "Chi bộ thôn Hòa Thuận đổi mới sinh hoạt chuyên đề",
    "Tuyến đường qua đồi cát thông xe sớm một tháng nhờ dân hiến đất",
    "Bồi dưỡng nghiệp vụ cho 120 bí thư chi bộ mới",
    "Thanh long Hàm Thuận vào vụ nghịch: hợp tác xã lo đầu ra trước khi thắp đèn",
    "Đội thông tin lưu động đưa nghị quyết ra bến cá",
    "Kết nạp đảng viên ở những thôn xa: gần dân mới thấy nguồn",
    "Rà soát quy chế làm việc của cấp ủy cơ sở",
    "Lễ hội Nghinh Ông giữ nếp xưa, bớt phô trương",
    "Hội nghị trực tuyến toàn tỉnh quán triệt nghị quyết mới về khoa học và công nghệ",
    "Ngư dân trẻ học nghề máy tàu ngay tại cảng",
    "Ủy ban Kiểm tra công bố chương trình giám sát quý I",
)
SUMMARY = (
    "Đoàn giám sát ghi nhận nhiều cách làm sát cơ sở, đồng thời chỉ rõ việc cần khắc phục trong quý tới, "
    "nhất là chất lượng sinh hoạt chi bộ ở thôn, khu phố và công tác tạo nguồn."
)


def link(label: str = "Cán bộ", url: str = "/chuyen-muc/can-bo/") -> parts.Link:
    """Give a link."""
    return parts.Link(url=url, label=label)


def stamp(day: int = 3, *, full: bool = False) -> parts.Stamp:
    """Give a day of December 2019."""
    weekday = ("Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy")[(day - 1) % 7]
    text = f"{weekday}, {day:02}/12/2019" if full else f"{day:02}/12/2019"
    return parts.Stamp(text=text, iso=f"2019-12-{day:02}T07:30:00+07:00")


def picture(number: int = 0) -> parts.Picture:
    """Give one of three pictures."""
    name = f"/images/anh-{number % 3}"
    return parts.Picture(
        src=f"{name}-960.jpg",
        width=960,
        height=(640, 720, 540)[number % 3],
        alt=("Đồi cát ven biển lúc sáng sớm", "Ruộng lúa chín dưới chân núi", "Thuyền về bến cá")[number % 3],
        srcset=f"{name}-480.jpg 480w, {name}-960.jpg 960w",
        webp=f"{name}-480.webp 480w, {name}-960.webp 960w",
    )


def teaser(number: int = 0, **changes: Any) -> parts.Teaser:
    """Give the teaser of one of the articles; every third has no picture."""
    slug, name, _ = SECTIONS[number % len(SECTIONS)]
    made = parts.Teaser(
        url=f"/2019/12/bai-{number}/",
        title=TITLES[number % len(TITLES)],
        date=stamp(28 - number % 27),
        summary=SUMMARY,
        section=link(name, f"/chuyen-muc/{slug}/"),
        picture=None if number % 3 == 1 else picture(number),
    )
    return dataclasses.replace(made, **changes)


def slot(name: str = "sidebar") -> parts.Slot:
    """Give an advertising place."""
    width, height, phone_width, phone_height = SIZES[name]
    return parts.Slot(
        name=name,
        url=f"/qc/{name}/",
        picture=f"/qc/{name}.webp",
        width=width,
        height=height,
        phone_picture=f"/qc/{name}-phone.webp",
        phone_width=phone_width,
        phone_height=phone_height,
        alt="Liên hệ quảng cáo",
    )


def site() -> parts.Site:
    """Give what stands around every page."""
    return parts.Site(
        name="Bản tin Xây dựng Đảng",
        organisation="Tỉnh ủy Bình Thuận – Ban Tổ chức",
        tagline="Thông tin công tác Đảng từ tỉnh đến thôn, khu phố",
        home="/",
        sections=tuple(
            parts.NavSection(
                url=f"/chuyen-muc/{slug}/",
                label=name,
                children=tuple(link(child, f"/chuyen-muc/{slug}-{i}/") for i, child in enumerate(children)),
            )
            for slug, name, children in SECTIONS
        ),
        pages=(link("Giới thiệu", "/gioi-thieu/"), link("Liên hệ", "/lien-he/")),
        latest="/tin-moi/",
        archive="/luu-tru/",
        search="/tim-kiem/",
        feed="/feeds/tat-ca.atom.xml",
        contact=(
            "Địa chỉ: số 1 đường Biển Xanh, thành phố Phan Thiết",
            "Điện thoại: (0252) 000 0000",
            "Chịu trách nhiệm: Ban biên tập bản tin",
        ),
        stylesheet="/theme/site.css",
        script="/theme/site.js",
        search_script="/theme/search.js",
        icon="/theme/icon.svg",
        leaderboard=slot("leaderboard"),
        footer=slot("footer"),
        latest_fragment="/fragments/latest.html",
    )


def head(title: str, url: str, **changes: Any) -> parts.Head:
    """Give what machines read."""
    made = parts.Head(
        title=f"{title} – Bản tin Xây dựng Đảng",
        description=SUMMARY,
        canonical=ADDRESS + url,
        kind="website",
        image=picture(),
        image_url=f"{ADDRESS}/images/anh-0-960.jpg",
        feeds=(parts.Feed("/feeds/tat-ca.atom.xml", "Tất cả tin", "application/atom+xml"),),
        json_ld=(
            {"@context": "https://schema.org", "@type": "BreadcrumbList", "name": "</script> & “Đảng”"},
        ),
    )
    return dataclasses.replace(made, **changes)


HOME = link("Trang chủ", "/")
BODY: parts.Body = (
    Markup(
        "<p>Trong hai ngày 03 và 04/12/2019, đoàn giám sát của Ban Tổ chức Tỉnh ủy làm việc với ban thường vụ "
        "hai huyện ủy về việc thực hiện <a href='/van-ban/38-kl-tw/'>Kết luận số 38-KL/TW</a>. Nội dung tập trung "
        "vào năng lực lãnh đạo của tổ chức cơ sở đảng và chất lượng đội ngũ cán bộ, đảng viên.</p>"
        "<h2>Những việc đã làm được</h2>"
        "<p>Các cấp ủy đều có quy chế làm việc, có chương trình kiểm tra và phân công cấp ủy viên dự sinh hoạt "
        "với chi bộ. Nhiều nơi đưa việc khó ra bàn ở chi bộ trước, rồi mới giao cho chính quyền thôn thực hiện.</p>"
        "<ul><li>Bí thư chi bộ được bồi dưỡng nghiệp vụ hằng năm;</li><li>Sinh hoạt chuyên đề mỗi quý một lần, "
        "gắn với việc của địa phương;</li><li>Đảng viên trẻ được giao việc cụ thể.</li></ul>"
        '<figure class="figure">'
    ),
    picture(1),
    Markup(
        "<figcaption>Ruộng lúa ở chân núi, nơi chi bộ vận động dân đổi giống. Ảnh: Minh Hạnh</figcaption></figure>"
        "<blockquote><p>“Nghị quyết chỉ sống khi người dân thấy việc của mình trong đó”, một bí thư chi bộ nói."
        "</p></blockquote><h3>Số liệu hai huyện</h3>"
        "<table><thead><tr><th>Huyện</th><th>Chi bộ</th><th>Đảng viên mới</th><th>Chuyên đề</th></tr></thead>"
        "<tbody><tr><td>Tánh Linh</td><td>52</td><td>118</td><td>204</td></tr>"
        "<tr><td>Hàm Tân</td><td>47</td><td>96</td><td>187</td></tr></tbody></table>"
        "<h2>Việc cần khắc phục</h2><p>Đoàn đề nghị sớm rà soát quy hoạch, quan tâm nguồn kết nạp ở thôn xa và "
        "bảo đảm hồ sơ theo Điều lệ Đảng. Thời hạn báo cáo kết quả là hết quý I năm sau.</p>"
    ),
)


def article(**changes: Any) -> kinds.ArticleView:
    """Give an article with everything that an article may carry."""
    address = f"{ADDRESS}/2019/12/bai-0/"
    lines = [teaser(n, picture=None) for n in range(1, 12)]
    made = kinds.ArticleView(
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
            parts.Attachment("/files/ke-hoach.pdf", "Kế hoạch giám sát năm 2019", "PDF", "1,2 MB"),
            parts.Attachment("/files/bieu-mau.docx", "Biểu mẫu báo cáo của cấp ủy", "DOCX", "48 kB"),
        ),
        corrections=(
            parts.Correction(stamp(5), "Bản đầu ghi nhầm ngày ban hành kế hoạch; ngày đúng là 06/11/2019."),
        ),
        topic=link("Đưa Kết luận 38 vào cuộc sống", "/dong-su-kien/ket-luan-38/"),
        tags=(
            link("Kết luận 38", "/chu-de/ket-luan-38/"),
            link("Cơ sở đảng", "/chu-de/co-so-dang/"),
            link("Tánh Linh", "/chu-de/tanh-linh/"),
        ),
        other_news=(
            parts.NewsGroup("newer", "Tin mới hơn", None, tuple(lines[:4])),
            parts.NewsGroup(
                "older", "Tin cũ hơn", link("Cả chuyên mục", "/chuyen-muc/x/"), tuple(lines[4:8])
            ),
            parts.NewsGroup(
                "topic", "Cùng dòng sự kiện", link("Cả dòng", "/dong-su-kien/x/"), tuple(lines[8:11])
            ),
        ),
        sidebar=slot(),
        address=address,
        mail=f"mailto:?subject=Gi%C3%A1m%20s%C3%A1t&body={address}",
        searchable=True,
        search_section="Kiểm tra, giám sát",
        search_date="2019-12-03",
    )
    return dataclasses.replace(made, **changes)


def front(**changes: Any) -> kinds.FrontView:
    """Give a front page."""
    made = kinds.FrontView(
        site=site(),
        head=head("Trang nhất", "/"),
        lead=teaser(0),
        seconds=tuple(teaser(n) for n in (2, 1, 3, 7)),
        latest=tuple(teaser(n) for n in range(4, 12)),
        blocks=tuple(
            kinds.FrontBlock(
                section=link(name, f"/chuyen-muc/{slug}/"),
                children=tuple(link(child, f"/chuyen-muc/{slug}-{i}/") for i, child in enumerate(children)),
                items=tuple(teaser(20 + 4 * n + i, section=None) for i in range(4)),
            )
            for n, (slug, name, children) in enumerate(SECTIONS)
        ),
        topics=tuple(
            kinds.TopicCard(link(label, f"/dong-su-kien/{n}/"), f"{7 - n} tin", teaser(50 + n))
            for n, label in enumerate(("Đưa Kết luận 38 vào cuộc sống", "Đại hội đảng bộ các cấp"))
        ),
        sidebar=slot(),
        in_list=slot("in-list"),
    )
    return dataclasses.replace(made, **changes)


def listing(**changes: Any) -> kinds.ListingView:
    """Give the front of a section."""
    made = kinds.ListingView(
        site=site(),
        head=head("Tổ chức xây dựng Đảng", "/chuyen-muc/to-chuc-xay-dung-dang/"),
        breadcrumb=(HOME,),
        kind="section",
        eyebrow="Chuyên mục",
        title="Tổ chức xây dựng Đảng",
        description="Công tác tổ chức, cán bộ, đảng viên và cơ sở đảng trong toàn tỉnh.",
        children=(link("Đảng viên"), link("Cán bộ"), link("Cơ sở đảng")),
        items=tuple(teaser(n, section=None) for n in range(22)),
        pager=parts.Pager(None, link("Tin cũ hơn", "/chuyen-muc/x/trang/4/"), "Trang 5 trên 5"),
        empty="Chưa có bài nào.",
        feed=link("Nguồn tin của chuyên mục", "/feeds/x.atom.xml"),
        sidebar=slot(),
        in_list=slot("in-list"),
    )
    return dataclasses.replace(made, **changes)


def archive() -> kinds.ArchiveView:
    """Give the overview of the archive."""
    return kinds.ArchiveView(
        site=site(),
        head=head("Lưu trữ", "/luu-tru/"),
        breadcrumb=(HOME,),
        title="Lưu trữ",
        years=tuple(
            kinds.ArchiveYear(
                year,
                12 * year % 97 + 60,
                tuple(
                    kinds.ArchiveMonth(f"/luu-tru/{year}/{month:02}/", f"Tháng {month}", 5 + month)
                    for month in range(12, 0, -1)
                ),
            )
            for year in (2019, 2018, 2017)
        ),
        topics=(link("Đưa Kết luận 38 vào cuộc sống"), link("Đại hội đảng bộ các cấp")),
        sidebar=slot(),
    )


def month() -> kinds.MonthView:
    """Give a month of the archive."""
    first = 7  # 01/12/2019 was a Sunday
    cells = [0] * (first - 1) + list(range(1, 32))
    cells += [0] * (-len(cells) % 7)
    return kinds.MonthView(
        site=site(),
        head=head("Tháng 12 năm 2019", "/luu-tru/2019/12/"),
        breadcrumb=(HOME, link("Lưu trữ", "/luu-tru/")),
        title="Tháng 12 năm 2019",
        calendar=tuple(tuple(cells[i : i + 7]) for i in range(0, len(cells), 7)),
        days=tuple(
            kinds.ArchiveDay(
                f"ngay-{day:02}",
                day,
                stamp(day, full=True).text,
                tuple(teaser(day + i) for i in range(1 + day % 2)),
            )
            for day in (30, 17, 4, 3)
        ),
        pager=parts.Pager(None, link("Tháng 11 năm 2019", "/luu-tru/2019/11/"), ""),
        sidebar=slot(),
    )


def search(**changes: Any) -> kinds.SearchView:
    """Give the search page."""
    made = kinds.SearchView(
        site=site(),
        head=head("Tìm kiếm", "/tim-kiem/", index=False),
        breadcrumb=(HOME,),
        title="Tìm kiếm",
        bundles=("/pagefind/2019/", "/pagefind/2018/"),
        sidebar=slot(),
    )
    return dataclasses.replace(made, **changes)


def page() -> kinds.PageView:
    """Give a static page."""
    return kinds.PageView(
        site=site(),
        head=head("Giới thiệu", "/gioi-thieu/"),
        breadcrumb=(HOME,),
        title="Giới thiệu bản tin",
        lede="Bản tin đăng tin, bài về công tác xây dựng Đảng trong tỉnh.",
        body=BODY,
        attachments=(parts.Attachment("/files/quy-che.pdf", "Quy chế biên tập", "PDF", "320 kB"),),
        modified=stamp(9),
    )


def not_found() -> kinds.NotFoundView:
    """Give the page for an address that leads nowhere."""
    return kinds.NotFoundView(
        site=site(),
        head=head(
            "Không tìm thấy trang", "/404.html", index=False, canonical="", feeds=(), image=None, image_url=""
        ),
        title="Không tìm thấy trang này",
        text="Địa chỉ có thể đã gõ nhầm, hoặc bài đã được gỡ. Hãy tìm theo từ khóa hoặc bắt đầu lại từ trang chủ.",
    )


def redirect(**changes: Any) -> kinds.RedirectView:
    """Give a click on an advertisement."""
    made = kinds.RedirectView(
        site=site(),
        head=head("Đang chuyển trang", "/qc/sidebar/", index=False),
        title="Đang chuyển đến trang của nhà quảng cáo",
        text="Nếu trình duyệt không tự chuyển, hãy bấm vào liên kết dưới đây.",
        target=link("Hợp tác xã thanh long Hàm Thuận", "/gioi-thieu/"),
        sponsored=True,
    )
    return dataclasses.replace(made, **changes)


def notice() -> kinds.NoticeView:
    """Give the house notice."""
    return kinds.NoticeView(
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


def latest_fragment() -> kinds.LatestFragmentView:
    """Give the newest articles."""
    return kinds.LatestFragmentView(
        items=(*(teaser(n, url=f"/2019/12/tin-{n}/") for n in range(8)), teaser(3), teaser(4))
    )


PAGES = {
    "": ("front.html", front),
    "2019/12/bai-0/": ("article.html", article),
    "2019/12/bai-1/": (
        "article.html",
        partial(article, cover=None, lede="", authors=(), modified=None, topic=None, tags=(), source=None,
                attachments=(), corrections=(), searchable=False, other_news=()),
    ),
    "chuyen-muc/to-chuc-xay-dung-dang/": ("listing.html", listing),
    "luu-tru/": ("archive.html", archive),
    "luu-tru/2019/12/": ("month.html", month),
    "tim-kiem/": ("search.html", search),
    "gioi-thieu/": ("page.html", page),
    "khong-co/": ("not_found.html", not_found),
    "qc/": ("notice.html", notice),
    "chuyen/": ("redirect.html", redirect),
}  # fmt: skip


def environment() -> jinja2.Environment:
    """Make the environment as the site's settings ask Pelican for it."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["qr_code"] = qr_code
    return made


def render(template: str, view: object) -> str:
    """Print one page."""
    return environment().get_template(template).render(view=view)


def feed() -> machines.FeedView:
    """Give a feed whose text holds what XML must escape."""
    entry = machines.FeedEntry(
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
    return machines.FeedView(
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


def write_site(folder: Path) -> None:
    """Write every example page with its styles, scripts and pictures to a folder."""
    for path, (template, make) in PAGES.items():
        _write(folder / path / "index.html", render(template, make()))
    _write(folder / "fragments/latest.html", render("latest_fragment.html", latest_fragment()))
    css, js = sorted((STATIC / "css").glob("*.css")), sorted((STATIC / "js").glob("*.js"))
    _write(folder / "theme/site.css", "\n".join(file.read_text("utf-8") for file in css))
    _write(
        folder / "theme/site.js", "\n".join(file.read_text("utf-8") for file in js if file.stem != "search")
    )
    _write(folder / "theme/search.js", (STATIC / "js/search.js").read_text("utf-8"))
    _write(folder / "theme/icon.svg", (STATIC / "images/icon.svg").read_text("utf-8"))
    (folder / "qc").mkdir(exist_ok=True)
    for name in SIZES:
        for suffix in ("", "-phone"):
            house = STATIC / f"images/house-{name}{suffix}.webp"
            (folder / f"qc/{name}{suffix}.webp").write_bytes(house.read_bytes())
    (folder / "images").mkdir(exist_ok=True)
    for number in range(3):
        _draw(folder, number)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def _draw(folder: Path, number: int) -> None:
    """Draw a picture of three bands: sky, hills, ground."""
    palettes = (
        ("#d9e4ea", "#d9b98a", "#c49a62"),
        ("#e9ead9", "#7f9a78", "#d7b84f"),
        ("#cfe0e6", "#4f7f93", "#2f5f75"),
    )
    sky, hill, ground = palettes[number]
    size = picture(number).width, picture(number).height
    image = Image.new("RGB", size, sky)
    pen = ImageDraw.Draw(image)
    pen.ellipse((size[0] * 0.66, size[1] * 0.12, size[0] * 0.66 + 110, size[1] * 0.12 + 110), "#f2d9a0")
    pen.ellipse((-size[0] * 0.3, size[1] * 0.4, size[0] * 0.75, size[1] * 1.6), hill)
    pen.ellipse((size[0] * 0.2, size[1] * 0.58, size[0] * 1.5, size[1] * 2), ground)
    for width in (480, 960):
        small = image.resize((width, round(width * size[1] / size[0])))
        for form in ("jpg", "webp"):
            small.save(folder / f"images/anh-{number}-{width}.{form}", quality=80)


if __name__ == "__main__":
    write_site(Path(sys.argv[1]))
