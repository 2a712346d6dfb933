"""Patterns of marks of other systems that readers would see."""

from bulletin.content.warnings.finders.mark_patterns import NAMED_PICTURE, NOTHING_WANTED, MarkPattern

_OTHER_SYSTEM = "Lệnh của phần mềm khác không dùng được ở đây; hãy xóa hoặc viết bằng chữ."

_FOREIGN_ELEMENT = r"[A-Z][A-Za-z0-9]*(?:\.[A-Z]\w*)?"
"""Name of an element of MDX. Names of persons and offices in angle brackets have blanks, or no end."""

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
        r"\[(?:caption|gallery|embed|more|audio|video|playlist|youtube|url|img|color|size|quote|center|nv[a-z]+)[ =\]]"
        r"[^\]\n]{0,60}\]?"
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
        r"(?<!\^)\^[\d+-]{1,3}\^(?!\^)|(?<![^\s(“])\^(?=[^\W\d_])[^^\n$\\_{}=]{0,40}[^\W_]\^(?![\w^{])",
        "Chữ nâng lên thì viết như <sup>2</sup>",
    ),
    MarkPattern("^^", r"(?<!\^)\^\^[^\W_][^^\n]{0,40}\^\^(?!\^)", "Hãy viết <u>chữ gạch chân</u>"),
    MarkPattern("^[", r"\^\[[^\[\]\n]{1,60}\]", "Hãy viết [^1] ở đây và thêm dòng [^1]: … ở cuối bài."),
    MarkPattern(
        "<",
        rf"<{_FOREIGN_ELEMENT}(?:\s+[\w:-]+=[\"'{{][^<>\n]{{0,60}}/?>|\s*/>)|</{_FOREIGN_ELEMENT}\s*>",
        _OTHER_SYSTEM,
    ),
    MarkPattern(
        "{",
        r"\{/?(?:loadposition|loadmodule|loadmoduleid|module|youtube|vimeo|gallery|audio|video|mp3|pdf|article|modal)\b[^{}\n]{0,60}\}",
        _OTHER_SYSTEM,
    ),
    MarkPattern(
        "\\",
        r"\\(?:begin|end|textbf|textit|emph|section|subsection|href|url|cite)\{[^{}\n]{0,60}\}|\\item(?![\w\\])",
        "Lệnh của LaTeX không dùng được ở đây; hãy viết như **chữ đậm**, *chữ nghiêng*, ## Đề mục.",
    ),
    MarkPattern(
        "",
        r"^import\s(?:[\w*{][^\"'\n]{0,80}\sfrom\s)?[\"'][^\"'\n]{1,80}[\"'];?\s*$"
        r"|^export\s(?:default|const|let|var|function|class|async|\{)(?!\w)[^\n]{0,60}",
        _OTHER_SYSTEM,
    ),
    MarkPattern("", r"^h[1-6]\.[ ](?=\S)[^\n]{0,60}", "Đề mục thì viết ## ở đầu dòng: ## Kết quả"),
    MarkPattern("bq. ", r"^bq\.[ ](?=\S)[^\n]{0,60}", "Đoạn trích thì viết > ở đầu dòng: > Lời trích"),
    MarkPattern("p{", r"^p\{[a-z-]+:[^{}\n]{1,60}\}\.[ ][^\n]{0,60}", _OTHER_SYSTEM),
    MarkPattern(
        ":",
        NAMED_PICTURE,
        "Hình ghi bằng tên không vẽ được ở đây; hãy dán chính hình ấy vào, hoặc xóa.",
        source=NOTHING_WANTED,
    ),
    MarkPattern(
        "===",
        r"^={3}[!+]?\s\"[^\"\n]{1,60}\"$",
        "Khung của phần mềm khác không dùng được ở đây; hãy xóa dấu ấy.",
    ),
    MarkPattern("::", r"^\.\.\s[a-z][a-z-]*::[^\n]{0,40}", _OTHER_SYSTEM),
    MarkPattern(
        "==",
        r"^={2,6}\s(?=[^=\n]*[a-zđ])[^=\n]{1,80}\s={2,6}$",
        "Đề mục thì viết ## ở đầu dòng: ## Kết quả",
    ),
    MarkPattern(
        "'''",
        r"(?<![\w'])'{3}(?=[^\W_])[^'\n]{1,80}'{3}(?![\w'])",
        "Hãy viết **chữ đậm**; muốn in dấu ' thì viết \\'",
    ),
    MarkPattern(
        "[",
        r"\[https?://[^\s\[\]]+(?<![,;:.])\s[^\[\]\n]{1,80}\](?!\()",
        "Hãy viết chữ trong ngoặc vuông, địa chỉ trong ngoặc tròn: [chữ](https://…)",
    ),
)
"""Marks of other systems, each with its own remedy."""
