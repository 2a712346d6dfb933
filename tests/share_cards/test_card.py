"""Size, letters and limits of a drawn share card."""

from io import BytesIO

import pytest
from PIL import Image, ImageColor, ImageFont

from bulletin.share_cards.card import (
    CARD_SIZE,
    COVER_SIZE,
    FONT_FILE,
    MAX_CARD_BYTES,
    CardPainter,
    CardStyle,
    ShareCard,
    fit_title,
    join_facts,
)

STYLE = CardStyle("Bản tin Xây dựng Đảng", "Ban Tổ chức Tỉnh ủy", "#fbf8f2", "#1d1a16", "#5b5348", "#8e1616")
MARK = Image.new("RGB", (100, 100), "#00ff00")
VIETNAMESE = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵđ"
PUNCTUATION = "“”‘’–—…«»()[]{}/\\&%°×½²³€₫№•·!?;:,.0123456789"
LONG_TITLE = (
    "Hội nghị tập huấn nghiệp vụ công tác tổ chức xây dựng Đảng cho cấp ủy viên các xã, phường, đặc khu " * 3
)


def draw_card(title: str = "Kế hoạch số 118-KH/BTCTU", cover: Image.Image | None = None) -> bytes:
    return CardPainter(STYLE, MARK).draw(ShareCard(title, "Kiểm tra, giám sát", "23/11/2026"), cover)


def open_card(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def create_noisy_cover() -> Image.Image:
    """Return the picture that compresses worst."""
    return Image.effect_noise((1600, 1000), 120).convert("RGB")


@pytest.mark.parametrize("title", ["Ngắn", "Kế hoạch số 118-KH/BTCTU", LONG_TITLE, "W" * 300])
@pytest.mark.parametrize("has_cover", [False, True])
def test_card_of_any_title_has_the_size_of_networks_and_few_bytes(title: str, has_cover: bool) -> None:
    cover = create_noisy_cover() if has_cover else None
    data = draw_card(title, cover)
    assert open_card(data).size == CARD_SIZE == (1200, 630)
    assert open_card(data).format == ("JPEG" if has_cover else "PNG")
    assert len(data) <= MAX_CARD_BYTES


def test_card_of_equal_input_has_equal_bytes() -> None:
    cover = create_noisy_cover()
    first, second = (draw_card(cover=cover.copy()) for _ in range(2))
    assert first == second


def test_card_with_another_title_differs() -> None:
    assert draw_card("Một") != draw_card("Hai")


def test_card_with_a_transparent_cover_shows_it_on_white() -> None:
    cover = Image.new("RGBA", (800, 800), (0, 0, 0, 0))
    card = open_card(draw_card(cover=cover)).convert("RGB")
    corner = card.getpixel((CARD_SIZE[0] - COVER_SIZE[0] // 2, 300))
    assert isinstance(corner, tuple)
    assert min(corner) > 250


def test_card_without_a_cover_has_the_colours_of_its_style() -> None:
    card = open_card(draw_card("Ngắn")).convert("RGB")
    colours = {colour for _, colour in card.getcolors(1000) or ()}
    for name in STYLE[2:]:
        assert ImageColor.getrgb(name) in colours, name
    assert any(green > 240 and red < 20 for red, green, _ in colours)  # type: ignore[misc]  # the mark


def test_font_has_all_letters_and_signs_of_vietnamese_titles() -> None:
    font = ImageFont.truetype(FONT_FILE, 40, layout_engine=ImageFont.Layout.BASIC)
    missing = font.getmask("\uffff").getbbox(), bytes(font.getmask("\uffff"))
    for letter in VIETNAMESE + VIETNAMESE.upper() + PUNCTUATION:
        mask = font.getmask(letter)
        assert mask.getbbox(), letter
        assert (mask.getbbox(), bytes(mask)) != missing, letter


@pytest.mark.parametrize("title", ["Ngắn", "Thực hiện Kết luận 38 ở Tánh Linh: nền nếp đã rõ", LONG_TITLE])
@pytest.mark.parametrize("width", [500, 1100])
def test_fit_title_fills_the_box_and_never_leaves_it(title: str, width: int) -> None:
    size, lines = fit_title(title, width, 360)
    font = ImageFont.truetype(FONT_FILE, size, layout_engine=ImageFont.Layout.BASIC)
    assert max(font.getlength(line) for line in lines) <= width
    assert len(lines) * size * 1.28 <= 360
    shown = " ".join(lines)
    assert shown == " ".join(title.split()) or (shown.endswith("…") and title.startswith(shown[:-1]))


def test_fit_title_of_a_short_title_is_larger_than_of_a_long_one() -> None:
    assert fit_title("Ngắn", 1000, 360)[0] > fit_title(LONG_TITLE, 1000, 360)[0]


def test_join_facts_shortens_the_section_and_keeps_the_date() -> None:
    assert join_facts("Cán bộ", "30/11/2026", 640) == "Cán bộ · 30/11/2026"
    assert join_facts("", "30/11/2026", 640) == "30/11/2026"
    facts = join_facts("Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", "30/11/2026", 640)
    assert facts.startswith("Học tập và làm theo")
    assert facts.endswith("… · 30/11/2026")
