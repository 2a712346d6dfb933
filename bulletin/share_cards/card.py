"""Drawing of share cards.

A card is 1200 × 630 pixels, the size that Facebook and Zalo show in full width. The name of the site stands
above, section and date below, and the title in the largest letters that fit. A cover stands at the right.
"""

from functools import lru_cache
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageColor, ImageDraw, ImageFont, ImageOps, features
from PIL import __version__ as pillow_version

from bulletin.images.colour import convert_to_eight_bit, convert_to_rgb

FONT_FILE = Path(__file__).with_name("noto-serif-bold.ttf")
"""Noto Serif Bold with the letters of Vietnamese and its neighbours."""
CARD_SIZE = (1200, 630)
COVER_SIZE = (540, 630)
"""Size of the cover on a card that has one."""
MAX_CARD_BYTES = 60_000
"""Most bytes of a card. Reason: WhatsApp and Zalo load a small picture at once on a poor line."""
DRAWING_VERSION = f"2 {pillow_version} {features.version('freetype2')} {features.version('libjpeg_turbo')}"
"""Raise the number if cards are drawn in another way."""
_MARGIN, _STRIPE, _MARK_SIDE = 64, 16, 72
_TITLE_SIZES = (72, 66, 60, 55, 50, 46, 42, 38, 34, 30)
_LEADING = 1.28
"""Height of a line divided by its letters. Marks of Vietnamese stand above and below them."""
_SMALL = 28
_PAD_TOP, _SMALL_GAP = 48, 24
_JPEG_QUALITIES = (74, 60, 48, 38, 30, 20, 12, 6)
_SHADES = 16
"""Shades from the paper to each colour, for the edges of letters."""


class CardStyle(NamedTuple):
    """The parts that all cards of a site show. Colours are ``#8e1616``."""

    site: str
    """Name of the site."""
    organisation: str
    paper: str
    ink: str
    muted: str
    accent: str


class ShareCard(NamedTuple):
    """The words of one card."""

    title: str
    section: str
    date: str
    """``23/11/2026``"""


class CardPainter:
    """Draws cards of one style.

    A card without a cover has a palette of its own: the shades of three colours, then the colours of the mark.
    Its text is drawn as grey values, which are numbers of that palette.
    Reason: Pillow takes 8 of 16 milliseconds to find the colours of a card.

    Args:
        style: What all cards show.
        mark: The mark in any size, or None.
    """

    def __init__(self, style: CardStyle, mark: Image.Image | None) -> None:
        self._style = style
        self._mark = mark and mark.convert("RGBA").resize((_MARK_SIDE, _MARK_SIDE), Image.Resampling.LANCZOS)
        self._grounds = {has_cover: self._draw_ground(has_cover) for has_cover in (False, True)}

    def draw(self, card: ShareCard, cover: Image.Image | None) -> bytes:
        """Return a card: a JPEG if it has a cover, otherwise a PNG.

        A JPEG has at most ``MAX_CARD_BYTES``.
        """
        image = self._grounds[cover is not None].copy()
        left, width = _get_text_column(cover is not None)
        bottom = CARD_SIZE[1] - _PAD_TOP - _SMALL
        small = _load_font(_SMALL)
        self._write(image, [join_facts(card.section, card.date, width)], small, "muted", (left, bottom))
        top = _PAD_TOP + _MARK_SIDE + _SMALL_GAP
        height = bottom - _SMALL_GAP - top
        size, lines = fit_title(card.title, width, height)
        middle = top + (height - len(lines) * round(size * _LEADING)) // 2
        self._write(image, lines, _load_font(size), "ink", (left, middle))
        if cover is None:
            file = BytesIO()
            image.save(file, "PNG", compress_level=6)
            return file.getvalue()
        image = image.convert("RGB")
        image.paste(_cut_cover(cover), (CARD_SIZE[0] - COVER_SIZE[0], 0))
        return _encode_photo(image)

    def _draw_ground(self, has_cover: bool) -> Image.Image:
        """Return a card with all that the cards of a site share."""
        style = self._style
        image = Image.new("P", CARD_SIZE, 0)
        marks = Image.new("RGB", (_MARK_SIDE, _MARK_SIDE), style.paper)
        if self._mark is not None:
            marks.paste(self._mark, (0, 0), self._mark)
        drawing = marks.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        shades = [
            level
            for colour in (style.ink, style.muted, style.accent)
            for level in _mix_colours(style.paper, colour)
        ]
        image.putpalette(bytes(shades) + bytes(drawing.getpalette() or ()))
        image.paste(self._get_number("accent"), (0, 0, _STRIPE, CARD_SIZE[1]))
        left, width = _get_text_column(has_cover)
        if self._mark is not None:
            numbers = drawing.point([min(255, number + len(shades) // 3) for number in range(256)])
            image.paste(numbers, (left, _PAD_TOP))
            left, width = left + _MARK_SIDE + 20, width - _MARK_SIDE - 20
        small, large = _load_font(22), _load_font(32)
        self._write(image, [_shorten(style.organisation, small, width)], small, "muted", (left, _PAD_TOP - 4))
        self._write(image, [_shorten(style.site, large, width)], large, "accent", (left, _PAD_TOP + 26))
        return image

    def _write(
        self,
        image: Image.Image,
        lines: list[str],
        font: ImageFont.FreeTypeFont,
        colour: str,
        place: tuple[int, int],
    ) -> None:
        """Write lines onto the paper of a card."""
        step = round(font.size * _LEADING)
        width = ceil(max(font.getlength(line) for line in lines)) + 4
        text = Image.new("L", (width, step * len(lines) + _SMALL), 0)
        draw = ImageDraw.Draw(text)
        for number, line in enumerate(lines):
            draw.text((0, number * step), line, 255, font)
        first = self._get_number(colour) - _SHADES + 1
        numbers = text.point([value // _SHADES and first + value // _SHADES for value in range(256)])
        numbers.putpalette(image.getpalette() or ())
        image.paste(numbers, place)

    @staticmethod
    def _get_number(colour: str) -> int:
        """Return the number of a full colour in the palette."""
        return (("ink", "muted", "accent").index(colour) + 1) * _SHADES - 1


def _get_text_column(has_cover: bool) -> tuple[int, int]:
    """Return left edge and width of the text."""
    right = CARD_SIZE[0] - (COVER_SIZE[0] if has_cover else 0)
    return _MARGIN, right - 2 * _MARGIN + _STRIPE


def _mix_colours(paper: str, colour: str) -> list[int]:
    """Return the channels of the shades from the paper to a colour."""
    start, end = ImageColor.getrgb(paper), ImageColor.getrgb(colour)
    return [
        round(first + (last - first) * level / (_SHADES - 1))
        for level in range(_SHADES)
        for first, last in zip(start, end, strict=True)
    ]


def join_facts(section: str, date: str, width: int) -> str:
    """Return section and date in one line. A long name of a section is cut off."""
    if not section or not date:
        return section or date
    font = _load_font(_SMALL)
    end = f" · {date}"
    return _shorten(section, font, width - ceil(font.getlength(end))) + end


def fit_title(title: str, width: int, height: int) -> tuple[int, list[str]]:
    """Return the largest size at which a title fits, and its lines.

    A title that fits at no size is cut off at a word.
    """
    for size in _TITLE_SIZES:
        font = _load_font(size)
        lines = _break_lines(title, font, width)
        most = int(height / (size * _LEADING))
        if len(lines) <= most and all(font.getlength(line) <= width for line in lines):
            return size, lines
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] = _shorten(f"{kept[-1]} {lines[most]}", font, width)
    return size, [_shorten(line, font, width) for line in kept]


def _break_lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Return the lines of a text, as full as possible."""
    space = font.getlength(" ")
    lines: list[str] = []
    line, length = list[str](), 0.0
    for word in text.split():
        word_length = _measure_word(word, font)
        if line and length + space + word_length > width:
            lines.append(" ".join(line))
            line, length = [], 0.0
        length += (space if line else 0) + word_length
        line.append(word)
    return [*lines, " ".join(line)]


def _shorten(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """Return a text that fits into a width, cut off at a word if it is longer."""
    if font.getlength(text) <= width:
        return text
    words = text.split()
    while len(words) > 1 and font.getlength(f"{' '.join(words)}…") > width:
        words.pop()
    text = " ".join(words)
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text}…"


def _cut_cover(cover: Image.Image) -> Image.Image:
    """Return the middle of a cover, in RGB on white."""
    cover, _ = convert_to_rgb(*convert_to_eight_bit(cover))
    cover = ImageOps.fit(cover, COVER_SIZE, Image.Resampling.BICUBIC)
    if cover.mode != "RGBA":
        return cover
    ground = Image.new("RGB", COVER_SIZE, "#ffffff")
    ground.paste(cover, (0, 0), cover)
    return ground


def _encode_photo(image: Image.Image) -> bytes:
    data = b""
    for quality in _JPEG_QUALITIES:
        file = BytesIO()
        image.save(file, "JPEG", quality=quality, optimize=True)
        data = file.getvalue()
        if len(data) <= MAX_CARD_BYTES:
            break
    return data


@lru_cache(maxsize=16)
def _load_font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FILE, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=1 << 14)
def _measure_word(word: str, font: ImageFont.FreeTypeFont) -> float:
    return font.getlength(word)
