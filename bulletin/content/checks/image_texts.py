"""Alternative texts and captions of images, which are plain text as titles are."""

import html
import re
from collections import Counter
from collections.abc import Iterator

from bulletin.content.frontmatter.markup_lint import remove_markup
from bulletin.content.markup.slips.links import IMAGE_TAG_PATTERN, SourceLines, parse_attributes
from bulletin.content.problems import Problem
from bulletin.text.late_patterns import compile_late

_CAPTION = compile_late(r"(?:</a>)?\n?<figcaption(?: [^>]*)?>(.*?)</figcaption>", re.DOTALL)
_TAG = compile_late(r"<[^>]*>")
ALT_PLACEHOLDER = "nói rõ trong ảnh có gì"
"""Words that stand for an alternative text in messages."""
PLACEHOLDER_PROBLEM = ("Lời mô tả ảnh còn là câu mẫu.", "Hãy viết trong ảnh có gì.")
"""Message and remedy for an image with these words."""
_CAPTION_NOUN, _ALT_NOUN = "Chú thích ảnh", "Lời mô tả ảnh"


def find_image_text_problems(clean: str, rows: SourceLines) -> Iterator[Problem]:
    """Yield alternative texts and captions with HTML, marks or a placeholder.

    ``clean`` is the clean HTML of a body.
    """
    images = Counter[str]()
    for tag in IMAGE_TAG_PATTERN.finditer(clean):
        values = parse_attributes(tag)
        source = values.get("src", "")
        place = (source, images[source])
        images[source] += 1
        if values.get("alt") == ALT_PLACEHOLDER:
            yield Problem(rows.file_name, rows.find_image_line(*place), *PLACEHOLDER_PROBLEM)
        yield from _check_text(_ALT_NOUN, values.get("alt", ""), place, rows)
        yield from _check_text(_CAPTION_NOUN, values.get("title", ""), place, rows)
        if caption := _CAPTION.match(clean, tag.end()):
            yield from _check_text(_CAPTION_NOUN, html.unescape(_TAG.sub("", caption[1])), place, rows)


def _check_text(noun: str, text: str, place: tuple[str, int], rows: SourceLines) -> Iterator[Problem]:
    """Yield the problem of a text of an image.

    Its ``place`` is its address, and the number of images above it that have the same.
    """
    typed = " ".join(text.split())
    plain = remove_markup(typed)
    if plain != typed:
        written = f"[{text}]" if noun == _ALT_NOUN else f'"{text}"'
        yield Problem(
            rows.file_name,
            rows.find_image_line(*place, written),
            f"{noun} in nguyên từng chữ, nên HTML và dấu của Markdown sẽ hiện ra: “{typed}”.",
            f"Hãy viết “{plain}”." if plain else "Hãy viết bằng chữ.",
        )
