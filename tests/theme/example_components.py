"""Example components: links, teasers, images, ad slots. Their content is invented."""

from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec.structs import replace

from bulletin.ads.slots import AD_SLOTS, build_slot_view
from bulletin.view_models import components

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES_FOLDER = ROOT / "theme" / "templates"
STATIC_FOLDER = ROOT / "theme" / "static"
EXAMPLE_URL = "https://bantin.example.vn"

EXAMPLE_SECTIONS = (
    ("to-chuc-xay-dung-dang", "Tổ chức xây dựng Đảng", ("Đảng viên", "Cán bộ", "Cơ sở đảng")),
    ("kiem-tra-giam-sat", "Kiểm tra, giám sát", ()),
    ("tuyen-giao", "Tuyên giáo", ("Học tập và làm theo Bác", "Lịch sử Đảng bộ")),
    ("dan-van", "Dân vận", ()),
    ("kinh-te-xa-hoi", "Kinh tế – xã hội", ("Nông thôn mới", "Biển và nghề cá")),
    ("van-hoa", "Văn hóa", ()),
)
EXAMPLE_TITLES = (
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
EXAMPLE_SUMMARY = (
    "Đoàn giám sát ghi nhận nhiều cách làm sát cơ sở, đồng thời chỉ rõ việc cần khắc phục trong quý tới, "
    "nhất là chất lượng sinh hoạt chi bộ ở thôn, khu phố và công tác tạo nguồn."
)


def create_link(label: str = "Cán bộ", url: str = "/chuyen-muc/can-bo/") -> components.Link:
    """Return a link."""
    return components.Link(url=url, label=label)


def create_date(day: int = 3, *, full: bool = False) -> components.DisplayDate:
    """Return a day of December 2019."""
    weekday = ("Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy")[(day - 1) % 7]
    text = f"{weekday}, {day:02}/12/2019" if full else f"{day:02}/12/2019"
    return components.DisplayDate(text=text, iso=f"2019-12-{day:02}T07:30:00+07:00")


def create_image(number: int = 0) -> components.ResponsiveImage:
    """Return one of three images."""
    name = f"/images/anh-{number % 3}"
    return components.ResponsiveImage(
        src=f"{name}-960.jpg",
        width=960,
        height=(640, 720, 540)[number % 3],
        alt=("Đồi cát ven biển lúc sáng sớm", "Ruộng lúa chín dưới chân núi", "Thuyền về bến cá")[number % 3],
        srcset=f"{name}-480.jpg 480w, {name}-960.jpg 960w",
        webp=f"{name}-480.webp 480w, {name}-960.webp 960w",
    )


def create_teaser(number: int = 0, **changes: Any) -> components.Teaser:
    """Return the teaser of one of the articles. Every third has no image."""
    slug, name, _ = EXAMPLE_SECTIONS[number % len(EXAMPLE_SECTIONS)]
    component = components.Teaser(
        url=f"/2019/12/bai-{number}/",
        title=EXAMPLE_TITLES[number % len(EXAMPLE_TITLES)],
        date=create_date(28 - number % 27),
        summary=EXAMPLE_SUMMARY,
        section=create_link(name, f"/chuyen-muc/{slug}/"),
        picture=None if number % 3 == 1 else create_image(number),
    )
    return replace(component, **changes)


def create_slot(name: str = "sidebar") -> components.AdSlotView:
    """Return an ad slot."""
    return replace(build_slot_view(AD_SLOTS[name]), alt="Liên hệ quảng cáo")


def create_site_frame() -> components.SiteFrame:
    """Return the site frame."""
    return components.SiteFrame(
        name="Bản tin Xây dựng Đảng",
        organisation="Tỉnh ủy Bình Thuận – Ban Tổ chức",
        tagline="Thông tin công tác Đảng từ tỉnh đến thôn, khu phố",
        home="/",
        sections=tuple(
            components.NavSection(
                url=f"/chuyen-muc/{slug}/",
                label=name,
                children=tuple(
                    create_link(child, f"/chuyen-muc/{slug}-{i}/") for i, child in enumerate(children)
                ),
                short_label=name,
                bar="all",
            )
            for slug, name, children in EXAMPLE_SECTIONS
        ),
        pages=(create_link("Giới thiệu", "/gioi-thieu/"), create_link("Liên hệ", "/lien-he/")),
        latest="/tin-moi/",
        register="/van-ban/",
        archive="/luu-tru/",
        search="/tim-kiem/",
        corrections="/dinh-chinh/",
        feed="/feeds/tat-ca.atom.xml",
        imprint=(
            components.ImprintLine("Cơ quan chủ quản", "Tỉnh ủy Bình Thuận"),
            components.ImprintLine("Chịu trách nhiệm nội dung", "Nguyễn Văn A, Trưởng Ban Biên tập"),
            components.ImprintLine("Địa chỉ", "số 1 đường Biển Xanh, thành phố Phan Thiết"),
            components.ImprintLine("Điện thoại", "(0252) 000 0000", "tel:+842520000000"),
        ),
        stylesheet="/theme/site.css",
        script="/theme/site.js",
        search_script="/theme/search.js",
        icon="/theme/icon.svg",
        touch_icon="/apple-touch-icon.png",
        manifest="/manifest.webmanifest",
        theme_colour="#8e1616",
        dark_theme_colour="#741313",
        leaderboard=create_slot("leaderboard"),
        footer=create_slot("footer"),
        latest_fragment="/fragments/latest.html",
    )


def create_head(title: str, url: str, **changes: Any) -> components.PageHead:
    """Return the metadata of a page."""
    component = components.PageHead(
        title=f"{title} – Bản tin Xây dựng Đảng",
        short_title=title,
        description=EXAMPLE_SUMMARY,
        canonical=EXAMPLE_URL + url,
        og_type="website",
        image=create_image(),
        image_url=f"{EXAMPLE_URL}/images/anh-0-960.jpg",
        feeds=(components.FeedLink("/feeds/tat-ca.atom.xml", "Tất cả tin", "application/atom+xml"),),
        json_ld=(
            {"@context": "https://schema.org", "@type": "BreadcrumbList", "name": "</script> & “Đảng”"},
        ),
    )
    return replace(component, **changes)


HOME_LINK = create_link("Trang chủ", "/")
EXAMPLE_BODY: components.BodyParts = (
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
    create_image(1),
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
