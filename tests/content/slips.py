"""Slips of typing in the front matter, with the values that the editor means."""

import unicodedata
from typing import Any, NamedTuple

from hypothesis import assume
from hypothesis import strategies as st

from bulletin.content.frontmatter.line_proposals import escape_yaml_value
from bulletin.content.frontmatter.markup_lint import remove_markup

_PIECES = (
    "Hội nghị", "tổng kết", "đại hội Đảng bộ", "“Phải làm quyết liệt”", '"làm được"', "'tự soi'", "số:", "Bí thư:", "#1", "& Đài",
    "R&D", "[Ảnh]", "{mẫu}", "- gạch", "– gạch", "?", "!", "*", "% dân", "50%", "@", "C:\\Bao cao", "(lần 2)", "2026", "…", ", ", "; x",
    "| cột", "> lớn", "= hai", "~ ba", "7:30", "http://a.vn", "<5", "Ê-đê", "null", "yes", "1.5", "/",
)  # fmt: skip
_WORDS = ("giám sát", "quy hoạch", "Đảng viên", "kiểm tra", "cán bộ", "dân vận", "R&D", "COVID-19", "30/4")
SECTIONS = ("Tổ chức xây dựng Đảng", "Đảng viên", "Tin trong tỉnh")
"""Names of the sections of ``tests/broken_sites/_base``."""


class Slip(NamedTuple):
    """A front matter with one slip."""

    kind: str
    rows: tuple[str, ...]
    """Lines of the front matter."""
    key: str
    meant: tuple[Any, ...]
    """Values of which each is what the editor may mean."""


def _is_text(text: str) -> bool:
    return remove_markup(text) == text and any(map(str.isalpha, text))


TEXTS = (
    st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6)
    .map(lambda pieces: " ".join(" ".join(pieces).split()))
    .filter(_is_text)
)
"""Texts of a title or a summary, with the signs that YAML reads."""
NAMES = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4, unique=True)


def _write_front_matter(key: str, *rows: str) -> tuple[str, ...]:
    """Return the lines of a valid article, with other ``rows`` for one key."""
    lines = {
        "title": "title: Tin thử",
        "date": "date: 2026-11-20 07:30",
        "category": "category: Tin trong tỉnh",
        "slug": "slug: tin-thu",
    }
    place = list(lines).index(key) if key in lines else 2
    kept = [line for name, line in lines.items() if name != key]
    return (*kept[:place], *rows, *kept[place:])


def _quote(text: str) -> str:
    return escape_yaml_value(text)


_TEXT_SLIPS = {
    "as it is": "{key}: {text}",
    "no blank": "{key}:{text}",
    "no colon": "{key} {text}",
    "wide colon": "{key}：{text}",
    "equals": "{key} = {text}",
    "capital": "{upper}: {text}",
    "quotes of Word": "{key}: “{text}”",
    "quotes inside quotes": '{key}: "{text}"',
    "single quotes": "{key}: '{text}'",
    "apostrophe": "{key}: 'it''s {text}'",
    "bare apostrophe": "{key}: 'it's {text}'",
    "open quote": '{key}: "{text}',
    "no-break blank": "{key}:\u00a0{text}",
    "line separator": "{key}: {begin}\u2028{end}",
}


@st.composite
def draw_text_slips(draw: st.DrawFn) -> Slip:
    """Return a title or a summary that is typed without the rules of YAML."""
    key, text = draw(st.sampled_from(("title", "summary"))), draw(TEXTS)
    kind = draw(st.sampled_from(sorted(_TEXT_SLIPS)))
    if kind in ("single quotes", "apostrophe", "bare apostrophe"):
        text = text.replace("'", "")  # it would be unclear which marks belong to the text
    begin, _, end = text.partition(" ")
    if kind == "line separator":
        assume(end and not set(text).intersection("\"'#:[]{}&*!|>%@-?,`"))  # other slips would hide this one
    row = _TEXT_SLIPS[kind].format(key=key, upper=key.capitalize(), text=text, begin=begin, end=end)
    if "apostrophe" in kind:
        text = f"it's {text}".rstrip()
    meant = {text, f"“{text}”"} if kind == "quotes of Word" else {text}
    if kind == "equals" or text.startswith("= "):
        meant.add(text.removeprefix("= "))
    for pair in ("“”", '""', "''"):
        if text.startswith(pair[0]) and text.endswith(pair[1]):
            meant.add(text[1:-1].strip())  # the quotation marks of the editor may be those of YAML
    return Slip(kind, _write_front_matter(key, row), key, tuple(meant))


@st.composite
def draw_markup_slips(draw: st.DrawFn) -> Slip:
    """Return a text with HTML, entities or marks of Markdown around a word."""
    before, word, after = draw(TEXTS), draw(st.sampled_from(_WORDS)), draw(TEXTS)
    before, after = before.replace("*", ""), after.replace("*", "")
    form = draw(
        st.sampled_from(
            ("**{}**", "<b>{}</b>", "[{}](https://a.vn)", "*{}*", "<i class='x'>{}</i>", "{}[^1]")
        )
    )
    text = f"{before} {form.format(word)} {after}"
    if draw(st.booleans()) and "&" in text:
        text = text.replace("&", "&amp;")
    meant = " ".join(f"{before} {word} {after}".split())
    key = draw(st.sampled_from(("title", "summary", "cover_caption")))
    return Slip(f"markup {form}", _write_front_matter(key, f"{key}: {_quote(text)}"), key, (meant,))


@st.composite
def draw_bare_markup_slips(draw: st.DrawFn) -> Slip:
    """Return a text that begins with a mark of Markdown.

    It lacks the quotation marks of YAML.
    """
    word, after = (
        draw(st.sampled_from(_WORDS)),
        draw(st.sampled_from(("hai", "hai: ba", "“hai” và ba", "(lần 2)", "số 5", "#1", "R&D"))),
    )
    form = draw(
        st.sampled_from(
            (
                "**{}**",
                "[{}](https://a.vn)",
                "*{}*",
                "`{}`",
                "# {}",
                "__{}__",
                "~~{}~~",
                '[{}](https://a.vn "x: y")',
            )
        )
    )
    key = draw(st.sampled_from(("title", "summary", "cover_caption")))
    meant = f"{word} {after}"
    row = f"{key}: {form.format(word)} {after}"
    return Slip(f"bare {form}", _write_front_matter(key, row), key, (meant,))


@st.composite
def draw_letter_slips(draw: st.DrawFn) -> Slip:
    """Return a text in another form of letters."""
    text = draw(TEXTS)
    kind = draw(
        st.sampled_from(("Eth", "decomposed", "zero width", "soft hyphen", "styled", "Cyrillic", "C1"))
    )
    place = draw(st.integers(0, len(text)))
    typed = {
        "Eth": text.replace("Đ", "\u00d0").replace(" đ", " \u00f0"),
        "decomposed": unicodedata.normalize("NFD", text),
        "zero width": f"{text[:place]}\u200b{text[place:]}",
        "soft hyphen": f"{text[:place]}\u00ad{text[place:]}",
        "styled": "".join(chr(0x1D400 + ord(char) - 65) if "A" <= char <= "Z" else char for char in text),
        "Cyrillic": text.replace("o", "\u043e", 1).replace("H", "\u041d", 1),
        "C1": text.replace("–", "\u0096"),
    }[kind]
    return Slip(kind, _write_front_matter("title", f"title: {_quote(typed)}"), "title", (text,))


_FOREIGN_KEYS = {
    "title": ("headline", "titel", "tilte", "Tiêu đề", "tieu_de"),
    "summary": ("description", "excerpt", "sumary", "tóm tắt", "summry"),
    "tags": ("keywords", "tag", "tgas", "từ khóa"),
    "topic": ("series", "topics", "tpoic"),
    "modified": ("updated", "lastmod", "last_modified", "modifed"),
    "author": ("tác giả", "autor", "writer", "auhtor"),
    "category": ("categories", "catgory", "chuyên mục", "section"),
}
_DATES = (
    "ngày 21 tháng 11 năm 2026", "21 tháng 11, 2026", "Thứ Bảy, 21/11/2026", "7h30 21/11/2026", "Nov 21, 2026", "21-Nov-2026",
    "11/21/2026", "2026 11 21", "21 / 11 / 2026", "[2026-11-21]", "[21/11/2026]", "['2026-11-21']",
)  # fmt: skip
_VALUES = {"tags": "[giám sát, quy hoạch]", "modified": "2026-11-21", "category": "Đảng viên"}


@st.composite
def draw_key_slips(draw: st.DrawFn) -> Slip:
    """Return a key of another system, or a misspelt one."""
    key = draw(st.sampled_from(sorted(_FOREIGN_KEYS)))
    foreign, value = draw(st.sampled_from(_FOREIGN_KEYS[key])), _VALUES.get(key, "Chuyện quê")
    meant: Any = ["giám sát", "quy hoạch"] if key == "tags" else value
    if key == "category" and draw(st.booleans()):
        value = f"[{value}]" if foreign == "categories" else value
    return Slip(f"key {foreign}", _write_front_matter(key, f"{foreign}: {value}"), key, (meant,))


@st.composite
def draw_list_slips(draw: st.DrawFn) -> Slip:
    """Return a list with a missing or needless bracket or quotation mark."""
    names = draw(NAMES)
    joined = draw(st.sampled_from((", ", ", ", "; ", "，", "、", "；"))).join(names)
    form = draw(
        st.sampled_from(
            ("[{}", "[[{}]", "{}", '["{}]', "[{}]]", '"{}"', "[“{}”]", "({})", "{}]", "[{},]", '[{}"]')
        )
    )
    meant = [names]
    if len(names) == 1:
        meant += [[f"({names[0]})"], [f"“{names[0]}”"]]  # one name may have marks of its own
    return Slip(
        f"list {form}", _write_front_matter("tags", f"tags: {form.format(joined)}"), "tags", tuple(meant)
    )


@st.composite
def draw_value_slips(draw: st.DrawFn) -> Slip:
    """Return a misspelt section, status or slug."""
    key = draw(st.sampled_from(("category", "status", "slug", "draft", "modified", "aliases")))
    if key == "aliases":
        typed = draw(
            st.sampled_from(
                (
                    "/a/ /b.html",
                    "[/a/ /b.html]",
                    "/a/, /b.html",
                    "/a/; /b.html",
                    "/a/，/b.html",
                    "[/a/; /b.html]",
                )
            )
        )
        return Slip("aliases", _write_front_matter(key, f"{key}: {typed}"), key, (("/a/", "/b.html"),))
    if key == "modified":
        typed = draw(st.sampled_from(_DATES))
        written = typed if typed.startswith("[") else _quote(typed)
        return Slip(f"date {typed}", _write_front_matter(key, f"{key}: {written}"), key, ("2026-11-21",))
    if key == "slug":
        word = draw(st.sampled_from(_WORDS[:6]))
        typed = draw(st.sampled_from(("/{}/", "{}.html", "{}", "/tin/{}"))).format(word)
        plain = unicodedata.normalize("NFD", typed.lower().replace("đ", "d"))
        plain = "".join(char for char in plain if not unicodedata.combining(char))
        slug = "-".join("".join(char if char.isalnum() else " " for char in plain).split())
        return Slip("slug", _write_front_matter("slug", f"slug: {typed}"), "slug", (slug,))
    if key == "draft":
        typed, meant = draw(
            st.sampled_from((("draft: true", "draft"), ("draft: false", ""), ("published: false", "draft")))
        )
        return Slip(typed, _write_front_matter("status", typed), "status", (meant,))
    if key == "status":
        typed, meant = draw(
            st.sampled_from(
                (
                    ("nháp", "draft"),
                    ("Bản nháp", "draft"),
                    ("drafts", "draft"),
                    ("publish", "published"),
                    ("ẩn", "hidden"),
                    ("reveiw", "review"),
                )
            )
        )
        return Slip(f"status {typed}", _write_front_matter("status", f"status: {typed}"), "status", (meant,))
    section = draw(st.sampled_from(SECTIONS))
    place = draw(st.integers(0, len(section) - 1))
    typed = draw(
        st.sampled_from(
            (
                f"{section[:place]}{section[place + 1 :]}",
                section.replace("Đ", "D").replace("ự", "u"),
                section.upper(),
                f"[{section}]",
            )
        )
    )
    return Slip("section", _write_front_matter("category", f"category: {typed}"), "category", (section,))


SLIPS = st.one_of(
    draw_text_slips(),
    draw_text_slips(),
    draw_markup_slips(),
    draw_bare_markup_slips(),
    draw_letter_slips(),
    draw_key_slips(),
    draw_list_slips(),
    draw_value_slips(),
)
"""All slips. Those of texts are the most frequent ones."""
