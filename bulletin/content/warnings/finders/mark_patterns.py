"""Patterns of marks of Markdown and HTML that readers would see.

``foreign_marks`` has those of other systems.
"""

import re
from typing import NamedTuple

from bulletin.content.markup.inlines.emphasis import BLANK_UNITS
from bulletin.text.late_patterns import compile_late


def _list_lone_signs(sign: str) -> tuple[str, ...]:
    """Return the forms of a line that has nothing but a sign."""
    ends = ("</p>", " </p>", "\n", " \n")
    return tuple(f"{before}{sign}{end}" for before in ">\n" for end in ends)


SIGNS = (
    ("*", ("*",)),
    ("[", ("[",)),
    ("]", ("](", "][")),
    ("`", ("`",)),
    ("~", ("~",)),
    ("{", ("{",)),
    ("_", tuple('__|”_|._|:_|!_|?_|…_|)_|"_| _|>_|_<|_ |_*|_,|_.|_)|_:|_;|_”|\n_'.split("|"))),
    ("#", ("##", ">#", "\n#")),
    ("&", ("&lt;", "&amp;")),
    ("!", ("!!!", "! <a")),
    ("$", ("$",)),
    (":", ("::",)),
    ("'", ("'''",)),
    ("import ", ("import ",)),
    ("export ", ("export ",)),
    ("bq. ", (">bq. ", "\nbq. ")),
    (">h", tuple(f">h{level}. " for level in range(1, 7))),
    ("\nh", tuple(f"\nh{level}. " for level in range(1, 7))),
    ("\\", ("\\begin{", "\\text", "\\emph{", "\\section{", "\\item", "\\href{")),
    (")", (")[",)),
    ("-", _list_lone_signs("-")),
    ("+", ("++", *_list_lone_signs("+"))),
    ("•", _list_lone_signs("•")),
    ("^", ("^",)),
    ("|", ("||",)),
    ("%", ("%%",)),
    ("?", (">??? ", ">???+ ", "\n??? ", "\n???+ ")),
)
"""Signs of which each slip contains one, behind a single sign whose search is much faster."""
RARE_SIGNS = (("=", "=="),)
"""Such signs that tags have too. So they are looked for in the source."""
_BEFORE_PICTURE = "(“>"
NAMED_PICTURE = rf"(?<![^\s{_BEFORE_PICTURE}]):(?:[a-z][a-z0-9]*(?:_[a-z0-9]+)*|[+-]1):(?![\w/])"
"""A picture by its name: ``:smile:``. Many texts have one of its signs, so a page is searched for all of it."""
PICTURE_STARTS = tuple(f"{sign}:" for sign in (" ", "\n", *_BEFORE_PICTURE))
"""Signs of which each page with such a picture has one."""
OPENING, CLOSING = "\ue001", "\ue002"
"""Signs in place of the tags around emphasis, for patterns that look at them. No body has them."""
WANTED = "\ue000"
"""Sign in place of one that a backslash makes text of."""
NOTHING_WANTED = rf"^[^{WANTED}]*$"
"""Source of a mark whose line has no sign that the editor wants as text."""
_NOTE_SIGN = compile_late(r"(?<![*\s(])\*(?![*\w])")
"""A star behind a word, which points to a note. Two and three stars point to notes too then."""
_NOTE_LINE = compile_late(r"^[ >\\(]*\*{1,3}[) ]?[^\W\d_]", re.MULTILINE)
"""A line that begins like a note."""
_ADDRESS = r"(?:https?:|www\.|/|#|mailto:)"
_WRITE_CLOSE = (
    "Hãy viết dấu sát vào chữ, trước và sau đều một cặp: **chữ đậm**; muốn in dấu ** thì viết \\*\\*"
)
_WRITE_UNDERSCORES = (
    "Hãy viết dấu sát vào chữ, trước và sau đều một cặp: **chữ đậm**; muốn in dấu __ thì viết \\_\\_"
)
_WRITE_ITALIC = "Hãy viết dấu sát vào chữ, trước và sau: *chữ nghiêng*; muốn in dấu * thì viết \\*"
_WRITE_SLANTED = (
    "Hãy viết dấu sát vào chữ, trước và sau đều một dấu: *chữ nghiêng*; muốn in dấu _ thì viết \\_"
)
_WRITE_PAIRS = (
    "Hãy viết hai đầu cùng một dấu, dấu mở sau đóng trước: *nghiêng*, **đậm**, ***đậm và nghiêng***; "
    "muốn in dấu thì viết \\ ở trước nó."
)
_WRITE_EACH = (
    "Dấu chỉ có tác dụng trong một đoạn, một mục, một ô: hãy viết ở hai đầu mỗi đoạn: *chữ nghiêng*; "
    "muốn in dấu * thì viết \\*"
)
_WRITE_APART = "Hãy để một dấu cách trước dấu: *chữ nghiêng*; muốn in dấu thì viết \\ ở trước nó."
_WRITE_CODE = "Hãy viết dấu ` ở cả hai bên: `mã`; dấu nháy thì viết ‘…’; muốn in dấu ` thì viết \\`"


class MarkPattern(NamedTuple):
    """A mark on the page, with what an editor writes in place of it."""

    sign: str
    """A text that each match contains, or nothing. A page without it is not searched."""
    pattern: str
    """The mark, in the lines that readers see."""
    remedy: str
    source: str = ""
    """A pattern that the line of the body has too."""
    is_end: bool = False
    """True if the mark stands at the end of the match."""
    notes: re.Pattern[str] | None = None
    """A pattern of notes. The mark is that of a note if both the page and the body have them."""
    is_beside_emphasis: bool = False
    """True if the pattern has ``OPENING`` and ``CLOSING``."""


MARK_PATTERNS = (
    MarkPattern(
        "*",
        r"(?<=\S )\*(?=[^\W\d])[^*\n]{1,60}|(?<![\w*(])\*(?=[^\W\d])[^*\n]{1,60}\s\*(?![\w*])"
        r"|(?<![\w*])\*(?=[“\"‘(]?[^\W\d])[^*\n]{0,60}[^\s\w*]\*(?=[^\W\d_])",
        _WRITE_ITALIC,
    ),
    MarkPattern(
        "_",
        r"(?:^|(?<=[\s(“]))_(?=[^\W_]|[“\"(])[^_\n\\]{1,60}[”\".:!?)…]_(?=[^\W\d_])",
        "Hãy để một dấu cách sau dấu _, hoặc viết *chữ nghiêng*; muốn in dấu _ thì viết \\_",
    ),
    MarkPattern("`", r"(?<![\w`])`(?=[^\W_])[^`\n]{1,40}", _WRITE_CODE, source="`"),
    MarkPattern("`", r"[^\s`]{0,20}[\w.!?…”)]`(?![\w`])", _WRITE_CODE, is_end=True, source="`"),
    MarkPattern(
        "**", r"(?<![*\w])\*\*(?=\s?[“\"'‘(\[]?[^\W\d_])[^*\n]{1,80}", _WRITE_CLOSE, notes=_NOTE_SIGN
    ),
    MarkPattern(
        "**",
        r"(?:[^*\n]{0,40}[^\s*(\[{/\d_])(?<!\W[^\W\d_])(?<!\W(?i:ng|nh|th|tr|ch|kh|ph|gi|qu))\*\*(?![*\d/.:–-])",
        _WRITE_CLOSE,
        is_end=True,
        notes=_NOTE_SIGN,
    ),
    MarkPattern(
        "**",
        r"(?<=\d)\*\*(?=[^\W_])[^*\n]{0,60}[^\W_]\*\*(?![\d*])",
        "Hãy để một dấu cách phía trước: **chữ đậm**",
    ),
    MarkPattern(
        "****",
        r"(?<=[^\W_.:”\"!?…])\*{4}(?=[^\W_“\"])",
        "Hãy để một dấu cách giữa hai chỗ in đậm.",
        source=r"(?<![\w*])\*\*[^*\s][^*]*\*{4}[^*]*[^*\s]\*\*",
    ),
    MarkPattern(
        "****",
        r"(?<![*\w])\*{4,}(?=[“\"(]?[^\W\d_])[^*\n]{1,80}[^\s*(]\*{2,}",
        "Hãy viết hai dấu ở mỗi đầu: **chữ đậm**; muốn in dấu * thì viết \\*",
        source=NOTHING_WANTED,
    ),
    MarkPattern(
        "__", rf"(?<![\w_])__(?=[“\"(]?(?!{BLANK_UNITS})[^\W\d_]{{2}})[^_\n]{{1,40}}", _WRITE_UNDERSCORES
    ),
    MarkPattern(
        "]",
        rf"(?<!!)\[[^\[\]\n]{{0,80}}\]\s\({_ADDRESS}[^\s()]*",
        "Hãy viết liền ](, không có dấu cách ở giữa: [chữ](https://…)",
    ),
    MarkPattern(
        "](",
        rf"!?\[[^\[\]\n]{{0,80}}\]\({_ADDRESS}[^\s()]*(?![^()\n]*\))",
        "Hãy viết dấu ) ngay sau địa chỉ: [chữ](https://…)",
    ),
    MarkPattern(
        "](",
        rf"!\[[^\[\]\n]{{0,80}}\]\({_ADDRESS}[^\s()]*\s[^()\n]*\)?",
        'Sau địa chỉ ảnh chỉ viết chú thích trong ngoặc kép thẳng: ![mô tả](/images/… "chú thích"); cỡ ảnh do trang định.',
    ),
    MarkPattern(
        "](",
        rf"\[[^\[\]\n]{{0,80}}\]\({_ADDRESS}[^\s()]*[^()\n]*\)",
        "Địa chỉ trong ngoặc tròn không có dấu cách, và không có chữ nào phía sau: [chữ](https://…)",
    ),
    MarkPattern(
        "[", rf"\[[^\[\]()\n]{{1,80}}\({_ADDRESS}[^\s()]*\)", "Hãy viết dấu ] trước dấu (: [chữ](https://…)"
    ),
    MarkPattern(
        "](",
        rf"(?<!\])\b[^\[\]\n]{{1,40}}\]\({_ADDRESS}[^\s()]*\)",
        "Hãy viết cả hai dấu ngoặc vuông quanh chữ: [chữ](https://…)",
        is_end=True,
    ),
    MarkPattern(
        "[",
        rf"!?\([^()\n]{{1,80}}\)\s?\[(?:https?:|www\.|/)[^\[\]\s]+\]|\({_ADDRESS}[^\s()]*\)\[(?=[^\[\]\n]*[^\W\d_])[^\[\]\n]{{1,80}}\]",
        "Hãy viết chữ trong ngoặc vuông, địa chỉ trong ngoặc tròn: [chữ](https://…)",
    ),
    MarkPattern(
        "## ",
        r"^#{2,6}[ ](?=\S)[^#\n]{0,60}",
        "Đề mục trong thẻ HTML phải cách thẻ ấy một dòng trống (thẻ <p> thì xóa): "
        "hãy để một dòng trống phía trên và phía dưới dòng này.",
        source=r"^[ >]*#{2,6}[ ]",
    ),
    MarkPattern(
        "##",
        r"^#{2,}(?!#|\s*$)[^#\n]{0,60}",
        "Đề mục thì viết một dấu cách sau hai đến sáu dấu #, ở đầu dòng: ## Kết quả",
        source=r"^(?![ >]*#{2,6}[ ])",
    ),
    MarkPattern(
        "#",
        r"^#{1,6}\s*$",
        "Đề mục không có chữ: hãy viết chữ sau dấu #, như ## Kết quả, hoặc xóa dòng này.",
        source=r"^[ >]*#+[# ]*$",
    ),
    MarkPattern(
        "## ",
        r"(?<=[^\s#][ ])#{2,6}[ ](?=[^\W_])[^#\n]{1,60}",
        "Đề mục phải ở đầu một dòng riêng, có dòng trống phía trên: ## Kết quả; muốn in dấu # thì viết \\#",
    ),
    MarkPattern(
        "",
        r"^[-+•]\s*$",
        "Dấu đầu dòng không có chữ, hãy xóa dòng này.",
        source=r"^[ >]*[-+•]\s*$",
    ),
    MarkPattern(
        "][",
        r"(?<!\w)\[(?![a-z]{2,}(?:_[a-z]{2,})+\])(?=[^\[\]\n]*[^\W\d_])[^\[\]\n]{1,80}\]\[(?!/)[^\[\]\n]{0,40}\]",
        "Thiếu dòng cho biết địa chỉ, như [1]: https://…; hãy viết [chữ](https://…); muốn in dấu [ thì viết \\[",
    ),
    MarkPattern(
        "~",
        r"(?<![\w~])~(?=[^\W\d_])[^~\n]{0,60}\w~(?![\w~])",
        "Hãy viết ~~chữ gạch~~; muốn in dấu ~ thì viết \\~",
        source=NOTHING_WANTED,
    ),
    MarkPattern("~~~", r"^~{3,}[^~\n]{0,40}", "Hãy đặt ~~~ ở đầu dòng, cả trên và dưới đoạn mã."),
    MarkPattern(
        "~~",
        r"(?<!~)~~(?!~)[^~\n]{1,60}|(?<=[\w.!?…”)])~~$",
        "Hãy viết dấu sát vào chữ, trước và sau: ~~chữ gạch~~",
    ),
    MarkPattern(
        "```", r"```[^\n]{0,40}", "Hãy đặt ``` ở đầu dòng, trên và dưới đoạn mã, sau nó chỉ ghi tên ngôn ngữ."
    ),
    MarkPattern(
        "[[",
        r"\[\[(?=[^\[\]\n]*[^\W\d_])[^\[\]\n]{1,80}\]\]",
        "Hãy viết [chữ](địa chỉ), hoặc ![mô tả](/images/…) nếu là ảnh.",
    ),
    MarkPattern(
        "!",
        r"(?:^|(?<=\s))!\s[^\n]{1,60}",
        "Hãy viết liền ![, không có dấu cách ở giữa: ![mô tả](/images/…)",
        source=r"(?:^|\s)!\s\[[^\[\]\n]*\]\([^()\s]+\.(?:jpe?g|png|webp|gif)\)",
    ),
    MarkPattern(
        "===",
        r"(?:(?<=\n\n)|(?<=\A\n))={3,}(?=\n\n|\n?\Z)",
        "Muốn có đường kẻ thì viết --- ở một dòng riêng, trên và dưới để trống; muốn in dấu = thì viết \\=",
    ),
    MarkPattern(
        "<",
        r"</?(?:p|b|i|u|br|div|span|a|img|strong|em|table|tr|td|th|font|center|h[1-6]|ul|ol|li|sup|sub|s|strike|del|ins|small|mark)(?:\s+[a-z-]+\s*=[^<>\n]{0,60}>?|\s*/?>)"
        r"|<\s*/?\s*(?:br|div|span|strong|em|img|table)\s*/?\s*>"
        r"|</[a-z][a-z0-9-]{0,20}\s*>|<[a-z][a-z0-9-]{0,20}\s+[a-z-]{1,20}=[\"'][^<>\n]{0,60}>?",
        'Hãy sửa thẻ cho đúng, thẻ đóng có dấu /, như <strong>chữ</strong>, <a href="https://…">chữ</a>; '
        "muốn in dấu < thì viết \\<",
    ),
    MarkPattern(
        "<!--",
        r"<!--[^\n]{0,60}",
        "Lời ghi riêng trong <!-- … --> phải viết liền, không có dòng trống ở giữa; đừng để bạn đọc thấy.",
    ),
    MarkPattern("&", r"&(?:[a-z]{2,8}|#\d{2,5});", "Hãy viết chính ký tự ấy, như & hoặc –"),
    MarkPattern(
        "_",
        r"(?<![\w_])_(?=[^\W\d_])[^_\n]{0,60}\s_(?![\w_])|(?:^|(?<=\s))_\s(?=[^\W\d_])[^_\n]{0,60}[^\W_]_(?![\w_])"
        r"|(?<![\w_])_(?=[^\W\d_])[^_\n]{0,60}[^\W_]__(?![\w_])"
        r"|(?:^|(?<=[\s(“\"‘]))_(?=[^\W\d_]+[ ,])(?=[^_\n]{0,60}[à-ỹđ])[^_\n]{1,60}(?![^\n]*_)",
        _WRITE_SLANTED,
        source=NOTHING_WANTED,
    ),
    MarkPattern(
        "_",
        r"(?:^|(?<=[\s(“]))_(?=/[^\W_])[^_\n]{1,300}(?<=[^\W\d_][.!?…”)])_(?![\w_])",
        _WRITE_SLANTED,
        source=NOTHING_WANTED,
    ),
    MarkPattern(
        "",
        r"(?<=[^\W\d_]|[)”\]])(?:_[.,;:!?…]_|__[.,;:!?…]__|\*\*[.,;:!?…]\*\*)(?=$|\s(?!\d))",
        "Hãy xóa dấu quanh dấu câu, hoặc viết dấu câu trong chỗ in nghiêng, in đậm phía trước.",
        source=NOTHING_WANTED,
    ),
    MarkPattern(
        "_",
        r"(?<![\w*])\*(?=[^\W\d])[^*_\n\\$]{0,60}[^\W_]_(?![\w_])|(?<![\w_])_(?=[^\W\d_])[^*_\n\\$]{0,60}[^\W_]\*(?![\w*])",
        _WRITE_PAIRS,
    ),
    MarkPattern(
        "",
        rf"\S{{0,20}}(?:(?<![*\w])\*{{1,3}}|(?<![_\w])_{{1,2}}|~~){OPENING}\S{{0,20}}"
        rf"|\S{{0,20}}{OPENING}(?:\*{{1,3}}|_{{1,2}}|~~)(?=\w)\S{{0,20}}"
        rf"|\S{{0,20}}(?<=[\w.!?…”)])(?:(?<!_)_{{1,2}}|~~){CLOSING}|\S{{0,20}}{CLOSING}(?:_{{1,2}}(?!_)|~~)"
        r"|\S{0,20}(?<=[\w.!?…”)])(?:\*\*_|_\*\*)(?![\w*_])"
        rf"|(?<![\w_])_{{1,2}}(?=[^\W_])[^_\n]{{0,60}}[{OPENING}{CLOSING}][^_\n]{{0,60}}[\w.!?…”)]_{{1,2}}(?![\w_])",
        _WRITE_PAIRS,
        source=NOTHING_WANTED,
        is_beside_emphasis=True,
    ),
    MarkPattern(
        "*",
        rf"\S{{0,20}}{CLOSING}\*{{1,3}}(?![*\w])|\S{{0,20}}[\w.!?…”)]\s?\*{{1,3}}{CLOSING}",
        _WRITE_PAIRS,
        source=NOTHING_WANTED,
        notes=_NOTE_LINE,
        is_beside_emphasis=True,
    ),
    MarkPattern(
        "*",
        r"(?:^|(?<=[^\W\d]\s))\*\s(?=[^\W\d_])[^*\n]{0,60}[^\W\d_]\*(?![\w*])",
        _WRITE_ITALIC,
        notes=_NOTE_LINE,
    ),
    MarkPattern(
        "*",
        r"^\*(?!(?i:ghi chú|chú thích|chú giải|lưu ý|nguồn|ảnh))(?=[^\W\d_])"
        r"[^*\n]{1,200}(?:\n+[^*\n]{1,200}){1,8}(?<=[\w.!?…”)])\*$",
        _WRITE_EACH,
    ),
    MarkPattern(
        "*", r"(?<=[^\W\d_])\*(?=[^\W\d_]{2})[^*\n]{1,60}[^\W\d_]\*(?![\w*])", _WRITE_APART, notes=_NOTE_LINE
    ),
    MarkPattern(
        "_",
        r"(?<=[^\W\d_])_(?=[^\W\d_]+[ _])(?=[^_\n]*[à-ỹđ])[^_\n\\${}=]{1,60}(?<=[^\W\d_])_(?![\w_])",
        _WRITE_APART,
    ),
)
"""Marks of Markdown and HTML, each with its own remedy."""
