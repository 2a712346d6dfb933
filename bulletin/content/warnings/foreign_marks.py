"""Patterns of marks of other systems that readers would see."""

from bulletin.content.warnings.mark_patterns import NOTHING_WANTED, MarkPattern

_OTHER_SYSTEM = "Lệnh của phần mềm khác không dùng được ở đây; hãy xóa hoặc viết bằng chữ."

FOREIGN_MARK_PATTERNS = (
    MarkPattern(
        "%%",
        r"(?<![%\w])%%(?=[^\W\d_])[^%\n]{0,80}%%(?![%\w])",
        "Lời ghi riêng thì viết trong <!-- … -->, bạn đọc không thấy.",
        source=NOTHING_WANTED,
    ),
    MarkPattern(
        "||",
        r"(?<![|\w])\|\|(?=[^\W_])[^|\n]{0,80}[^\s|]\|\|(?![|\w])",
        "Chữ ẩn của phần mềm khác không dùng được ở đây; hãy xóa dấu ấy.",
        source=NOTHING_WANTED,
    ),
    MarkPattern(
        "",
        r"(?i)^(?:\[\[?_?toc_?\]\]?|\{:toc\})",
        "Bài từ ba tiêu đề trở lên tự có mục lục “Trong bài này”; hãy xóa dấu ấy.",
    ),
    MarkPattern("{", r"\{\{[^\n]{0,60}|\{%-?\s*[a-z][^\n]{0,60}|\{[A-Z]{2,}(?:_[A-Z]+)+\}", _OTHER_SYSTEM),
    MarkPattern(
        "[",
        r"\[(?:caption|gallery|embed|audio|video|playlist|youtube|url|img|color|size|quote|center|nv[a-z]+)[ =\]][^\]\n]{0,60}\]?"
        r"|\[[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*(?:\s+[a-z_-]+=[\"“'][^\]\n]{0,80})\]|\[[a-z]{2,}(?:_[a-z]{2,})+\](?![(:])|\[(?:b|i|u|s)\](?=[^\n]*\[/)|\[/[a-z_-]{1,20}\]",
        _OTHER_SYSTEM,
    ),
    MarkPattern(
        "",
        r"^:::[^\n]{0,40}|^!!!\s?\w[^\n]{0,40}|^\[!\w+\]|^\?{3}\+?\s(?:note|tip|info|warning|danger|question|example|quote)\b[^\n]{0,40}",
        "Khung của phần mềm khác không dùng được ở đây; hãy xóa dấu ấy.",
    ),
    MarkPattern(
        "{",
        r"\{:?[ ]*[#.][^\W\d][\w-]*[ ]*\}",
        "Tên đặt trong ngoặc nhọn chỉ có tác dụng ở cuối đề mục: ## Kết quả {#ket-qua}; ở đây hãy xóa.",
    ),
    MarkPattern(
        "$",
        r"(?<![\w$\\])\$[^\s$][^$\n]{0,40}[\^\\_][^$\n]{0,40}\$(?![\w$])",
        "Trang không vẽ công thức; hãy viết bằng chữ, như x<sup>2</sup>",
    ),
    MarkPattern("[", r"^\[[ xX]\] (?!:)[^\n]{0,40}", "Ô đánh dấu không dùng được ở đây; hãy xóa dấu ấy."),
    MarkPattern(
        "==", r"(?<![=\w])==(?=[^\s=])[^=\n]{0,60}[^\s=]==(?![=\w])", "Hãy viết <mark>chữ đánh dấu</mark>"
    ),
    MarkPattern(
        "++", r"(?<![+\w])\+\+(?=[^\W\d_])[^+\n]{0,60}\w\+\+(?![+\w])", "Hãy viết <u>chữ gạch chân</u>"
    ),
    MarkPattern("~", r"(?<=[^\W_])~[\d+-]{1,3}~(?![~\d])", "Hãy viết <sub>2</sub>"),
    MarkPattern(
        "^",
        r"(?<=[^\W_])\^[\d+-]{1,3}\^|(?<![^\s(“])\^(?=[^\W\d_])[^^\n$\\_{}=]{0,40}[^\W_]\^(?![\w^{])",
        "Chữ nâng lên thì viết như <sup>2</sup>",
    ),
    MarkPattern("^^", r"(?<!\^)\^\^[^\W_][^^\n]{0,40}\^\^(?!\^)", "Hãy viết <u>chữ gạch chân</u>"),
    MarkPattern("^[", r"\^\[[^\[\]\n]{1,60}\]", "Hãy viết [^1] ở đây và thêm dòng [^1]: … ở cuối bài."),
)
"""Marks of other systems, each with its own remedy."""
