"""Write a corpus of synthetic articles in Markdown with YAML front matter.

The text consists of clauses of supervision reports, plans and meetings.
The dates are spread evenly over the given years. A few sections have most articles, as in a real archive.
Equal arguments give equal bytes.

    python -m bench.corpus CONTENT --articles 10000 --seed 1 --years 10
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bulletin.text.slugs import slugify

SECTION_WEIGHTS = {
    "Tổ chức xây dựng Đảng": 30,
    "Công tác cán bộ": 18,
    "Kiểm tra, giám sát": 14,
    "Tin trong tỉnh": 12,
    "Đảng viên": 8,
    "Học tập và làm theo Bác": 6,
    "Nghiên cứu, trao đổi": 5,
    "Văn bản mới": 4,
    "Thông báo": 2,
    "Dân vận": 1,
}
"""Sections in the order of the menu, with their weights."""
CORPUS_TAGS = (
    "giám sát", "sinh hoạt chi bộ", "kết nạp đảng viên", "quy hoạch", "chuyển đổi số", "đối thoại",
    "thi đua", "nông thôn mới", "bồi dưỡng", "đại hội", "kỷ luật", "nêu gương",
)  # fmt: skip
CORPUS_AUTHORS = ("Thanh Hà", "Minh Đức", "Quốc Anh", "Lan Phương", "Hữu Tài", "Ngọc Mai")
LATEST_DATE = datetime(2026, 11, 20, 7, 0)  # noqa: DTZ001  # local time, as editors write it
"""The date of the newest article, less up to half an hour."""

_PLACES = (
    "Tánh Linh", "Hàm Tân", "Đức Linh", "Bắc Bình", "Tuy Phong", "Phú Quý", "La Gi",
    "Phan Thiết", "Hàm Thuận Bắc", "Hàm Thuận Nam", "Mũi Né", "Phan Rí Cửa", "Lương Sơn",
)  # fmt: skip
_SUBJECTS = (
    "Ban Thường vụ Huyện ủy", "cấp ủy cơ sở", "chi bộ thôn", "đoàn giám sát", "đảng ủy xã",
    "Ủy ban Kiểm tra", "Ban Tuyên giáo", "Mặt trận Tổ quốc", "các đoàn thể", "đảng viên trẻ",
    "người đứng đầu cấp ủy", "bí thư chi bộ", "cán bộ chuyên trách", "tổ công tác liên ngành",
)  # fmt: skip
_VERBS = (
    "đã rà soát", "tổ chức quán triệt", "tập trung chỉ đạo", "kịp thời củng cố", "đề nghị bổ sung",
    "tiếp tục nâng cao", "phối hợp kiểm tra", "đánh giá kết quả", "trao đổi kinh nghiệm về",
    "kiến nghị sửa đổi", "công khai", "xây dựng lộ trình cho", "lắng nghe ý kiến về",
)  # fmt: skip
_OBJECTS = (
    "quy chế làm việc", "nội dung sinh hoạt định kỳ", "công tác kết nạp đảng viên mới",
    "quy hoạch cán bộ nhiệm kỳ tới", "chất lượng sinh hoạt chuyên đề", "hồ sơ đảng viên",
    "việc đối thoại với nhân dân", "kế hoạch bồi dưỡng nghiệp vụ", "kết quả thực hiện nghị quyết",
    "tiến độ chuyển đổi số", "công tác quản lý đảng viên đi làm ăn xa", "chỉ tiêu thi đua năm",
    "mô hình chi bộ bốn tốt", "việc tự phê bình và phê bình", "chương trình nông thôn mới",
)  # fmt: skip
_CIRCUMSTANCES = (
    "trong quý vừa qua", "từ đầu năm đến nay", "sau sáu tháng triển khai", "tại hội nghị sáng nay",
    "theo kế hoạch đã ban hành", "trước kỳ đại hội", "nhằm khắc phục hạn chế đã nêu",
    "với tinh thần trách nhiệm cao", "trên tinh thần thẳng thắn", "bám sát hướng dẫn của cấp trên",
)  # fmt: skip
_DOCUMENTS = (
    ("KL", "Kết luận"), ("NQ", "Nghị quyết"), ("CT", "Chỉ thị"),
    ("KH", "Kế hoạch"), ("HD", "Hướng dẫn"), ("QĐ", "Quyết định"),
)  # fmt: skip
_ISSUERS = ("TW", "TU", "HU", "BTCTU", "BTCTW")
_FIRST_DOCUMENT = datetime(2006, 1, 1)  # noqa: DTZ001  # only the day is printed


@dataclass(frozen=True, slots=True)
class CorpusArticle:
    """An article of the corpus."""

    file: str
    """Path from the content folder: ``articles/2019/12/tin-000123.md``."""
    text: str


def generate_articles(count: int, *, seed: int = 1, years: int = 10) -> Iterator[CorpusArticle]:
    """Yield ``count`` articles over ``years`` years, oldest first."""
    rng = random.Random(seed)
    step = timedelta(days=365 * years) / max(count, 1)
    for number in range(count):
        date = LATEST_DATE - step * (count - 1 - number) - timedelta(minutes=rng.randrange(30))
        yield generate_article(rng, number + 1, date)


def generate_article(rng: random.Random, number: int, date: datetime, section: str = "") -> CorpusArticle:
    """Return the article with ``number``, in a random section if none is given."""
    place, subject = rng.choice(_PLACES), rng.choice(_OBJECTS)
    title = f"{place}: {rng.choice(_VERBS)} {subject} ({number})"
    random_section = rng.choices(tuple(SECTION_WEIGHTS), tuple(SECTION_WEIGHTS.values()))[0]
    tags = ", ".join(f'"{tag}"' for tag in rng.sample(CORPUS_TAGS, rng.randrange(1, 4)))
    slug = f"tin-{number:06d}"
    front_matter = (
        "---",
        f'title: "{title}"',
        f"date: {date:%Y-%m-%d %H:%M:%S}",
        f'category: "{section or random_section}"',
        f"tags: [{tags}]",
        f'author: "{rng.choice(CORPUS_AUTHORS)}"',
        f"slug: {slug}",
        f'summary: "{generate_sentence(rng)}"',
        "---",
    )
    text = "\n".join(front_matter) + f"\n\n{_generate_body(rng)}\n"
    return CorpusArticle(f"articles/{date:%Y}/{date:%m}/{slug}.md", text)


def generate_sentence(rng: random.Random) -> str:
    """Return a sentence of one to three clauses."""
    subject = f"{rng.choice(_SUBJECTS)} {rng.choice(_PLACES)}"
    clauses = [f"{rng.choice(_VERBS)} {rng.choice(_OBJECTS)}" for _ in range(rng.randrange(1, 4))]
    text = f"{subject} {', '.join(clauses)} {rng.choice(_CIRCUMSTANCES)}"
    if rng.random() < 0.18:
        text += f", căn cứ {_generate_document_name(rng)}"
    return text[0].upper() + text[1:] + "."


def write_corpus(content: Path, count: int, *, seed: int = 1, years: int = 10) -> None:
    """Write ``count`` articles and ``sections.yml`` into ``content``."""
    folders: set[Path] = set()
    for article in generate_articles(count, seed=seed, years=years):
        path = content / article.file
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
        path.write_text(article.text, encoding="utf-8")
    content.mkdir(parents=True, exist_ok=True)
    rows = (f"- name: {name}\n  slug: {slugify(name)}\n" for name in SECTION_WEIGHTS)
    (content / "sections.yml").write_text("".join(rows), encoding="utf-8")


def _generate_document_name(rng: random.Random) -> str:
    """Return a citation. A number always has one date, before all articles."""
    code, name = rng.choice(_DOCUMENTS)
    rng.randrange(5800)  # all other texts stay those of the first corpus
    number, issuer = rng.randrange(1, 300), rng.choice(_ISSUERS)
    day = _FIRST_DOCUMENT + timedelta(days=number * 10 + len(code) + 7 * _ISSUERS.index(issuer))
    return f"{name} số {number}-{code}/{issuer} ngày {day:%d/%m/%Y}"


def _generate_body(rng: random.Random) -> str:
    blocks: list[str] = []
    for number in range(rng.randrange(4, 9)):
        if number and rng.random() < 0.15:
            blocks.append(f"## {rng.choice(_OBJECTS).capitalize()}")
        blocks.append(_generate_paragraph(rng))
        if rng.random() < 0.08:
            items = (f"- {rng.choice(_OBJECTS).capitalize()} tại {rng.choice(_PLACES)};" for _ in range(4))
            blocks.append("\n".join(items))
    if rng.random() < 0.06:
        rows = (
            f"| {place} | {rng.randrange(5, 90)} | {rng.randrange(5, 90)} |"
            for place in rng.sample(_PLACES, 5)
        )
        blocks.append("\n".join(("| Địa phương | Kế hoạch | Thực hiện |", "|---|---:|---:|", *rows)))
    return "\n\n".join(blocks)


def _generate_paragraph(rng: random.Random) -> str:
    text = " ".join(generate_sentence(rng) for _ in range(rng.randrange(3, 7)))
    if rng.random() >= 0.3:
        return text
    words = text.split(" ")
    start = rng.randrange(2, len(words) - 4)
    words[start] = "**" + words[start]
    words[start + 2] += "**"
    return " ".join(words)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write a corpus from the command line."""
    parser = argparse.ArgumentParser(description="Write a synthetic archive for the bulletin.")
    parser.add_argument("content", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--years", type=int, default=10)
    options = parser.parse_args(arguments)
    write_corpus(options.content, options.articles, seed=options.seed, years=options.years)


if __name__ == "__main__":
    main()
