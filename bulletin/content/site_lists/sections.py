"""Sections and sub-sections, from content/sections.yml."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bulletin.content.files.character_problems import read_readable_text
from bulletin.content.files.scan import UnreadableTextError, get_display_path
from bulletin.content.frontmatter.lint import strip_invisible
from bulletin.content.frontmatter.markup_lint import PLAIN_TEXT_KEYS, remove_markup
from bulletin.content.frontmatter.yaml import YamlError, YamlMapping, parse_yaml
from bulletin.content.markup.slips.links import UNSAFE_CHARACTERS_PATTERN
from bulletin.content.problems import Problem, ProblemList
from bulletin.errors import UserError
from bulletin.text.late_patterns import compile_late
from bulletin.text.letters import normalize_letters
from bulletin.text.slugs import MAX_SLUG_LENGTH, SLUG_PATTERN, find_dropped_words, slugify, strip_diacritics
from bulletin.text.suggestions import suggest_known_word

_RESERVED_SLUGS = frozenset({"tat-ca"})
"""Slugs that no section may have. The feed of the whole site has this one."""
_ORDER_PATTERN = compile_late(r"-?[0-9]+")
_KEYS = ("name", "short_name", "slug", "description", "order", "sections")


@dataclass(frozen=True, slots=True)
class Section:
    """A section, or a sub-section if ``parent`` is set."""

    name: str
    slug: str
    description: str = ""
    parent: str = ""
    children: tuple["Section", ...] = ()
    line: int = field(default=1, compare=False)
    """Line of sections.yml on which the section begins."""
    short_name: str = ""
    """The name in the row of the menu; empty for the whole name."""


@dataclass(frozen=True, slots=True)
class Sections:
    """All sections, in the order of the menu."""

    top_level: tuple[Section, ...] = ()
    by_slug: dict[str, Section] = field(default_factory=dict)

    def find_section(self, text: str) -> Section | None:
        """Return the section of a name or slug. Case is ignored, diacritics are not."""
        if text in self.by_slug:
            return self.by_slug[text]
        name = " ".join(text.lower().split())
        return next((section for section in self.by_slug.values() if section.name.lower() == name), None)

    def require_section(self, text: str) -> Section:
        """Return the section of a name or slug. Raise UserError with the nearest name."""
        section = self.find_section(normalize_letters(text))
        if section is None:
            raise UserError(f"Không có chuyên mục “{text}”. {suggest_known_word(text, self.list_names())}")
        return section

    def list_names(self) -> list[str]:
        """Return the names of all sections."""
        return [section.name for section in self.by_slug.values()]

    def get_section_path(self, slug: str) -> tuple[Section, ...]:
        """Return the section and the section above it, outermost first."""
        section = self.by_slug[slug]
        return (*self.get_section_path(section.parent), section) if section.parent else (section,)


def read_sections(root: Path) -> tuple[Sections, tuple[Problem, ...]]:
    """Read the sections in ``root/sections.yml``, and their problems."""
    name = get_display_path(root, "sections.yml")
    try:
        text, character_problems = read_readable_text(root / "sections.yml", name)
        data = parse_yaml(strip_invisible(text))
    except FileNotFoundError:
        return Sections(), (
            Problem(
                name,
                1,
                "Thiếu tệp khai báo chuyên mục.",
                "Hãy tạo tệp này, mỗi chuyên mục một mục “- name: …”.",
            ),
        )
    except (UnreadableTextError, YamlError) as error:
        return Sections(), (create_unreadable_problem(name, error),)
    problems = ProblemList(character_problems)
    top = tuple(_read_sections(data, 1, "", name, problems))
    by_slug: dict[str, Section] = {}
    names = set[str]()
    for section in _flatten_sections(top):
        if section.slug in by_slug or strip_diacritics(section.name) in names:
            problems.append(
                Problem(
                    name,
                    section.line,
                    f"Hai chuyên mục trùng tên hoặc slug: “{section.name}” ({section.slug}).",
                    "Hãy đổi một trong hai.",
                )
            )
        by_slug[section.slug] = section
        names.add(strip_diacritics(section.name))
    if not by_slug and not problems:
        problems.append(Problem(name, 1, "Chưa có chuyên mục nào.", "Hãy viết ít nhất một mục “- name: …”."))
    return Sections(top, by_slug), tuple(problems)


def create_unreadable_problem(name: str, error: UnreadableTextError | YamlError) -> Problem:
    """Return the problem of a file that cannot be read as text or as YAML."""
    return Problem(name, error.line, error.message, error.remedy)


def _read_sections(
    data: object, line: int, parent: str, name: str, problems: ProblemList
) -> Iterator[Section]:
    if data is None:
        return
    if not isinstance(data, list):
        problems.append(
            Problem(
                name,
                line,
                "Chuyên mục phải viết thành danh sách.",
                "Hãy bắt đầu mỗi chuyên mục bằng “- name: …”.",
            )
        )
        return
    found: list[tuple[float, Section]] = []
    for item in data:
        if not isinstance(item, YamlMapping):
            problems.append(
                Problem(name, line, f"“{item}” không phải là một chuyên mục.", "Hãy viết “- name: …”.")
            )
            continue
        section = _read_section(item, parent, name, problems)
        if section is not None:
            found.append(section)
    yield from (section for _, section in sorted(found, key=lambda pair: pair[0]))


def _has_valid_keys(item: YamlMapping, name: str, problems: ProblemList) -> bool:
    """Report unknown keys and invalid values. Return True if the section can be read."""
    for key, line in item.lines.items():
        if problems.is_full:
            return False
        if key not in _KEYS:
            problems.append(
                Problem(
                    name, line, f"Không có khóa “{key}” ở chuyên mục.", suggest_known_word(key, _KEYS, "khóa")
                )
            )
        elif key != "sections" and not isinstance(item.values[key], str):
            problems.append(Problem(name, line, f"“{key}” phải là một dòng chữ.", ""))
            return False
        elif key != "sections" and UNSAFE_CHARACTERS_PATTERN.search(item.values[key]):
            message = f"Có ký tự điều khiển không nhìn thấy ở {key}."
            problems.append(Problem(name, line, message, "Hãy xóa rồi gõ lại dòng này."))
            return False
        elif key in PLAIN_TEXT_KEYS and (plain := remove_markup(item.values[key])) != item.values[key]:
            message = (
                f"“{key}” in nguyên từng chữ, nên HTML và dấu của Markdown sẽ hiện ra: “{item.values[key]}”."
            )
            problems.append(Problem(name, line, message, f"Hãy viết “{plain}”."))
    return True


def _read_section(  # noqa: PLR0911  # one for each problem
    item: YamlMapping, parent: str, name: str, problems: ProblemList
) -> tuple[float, Section] | None:
    if not _has_valid_keys(item, name, problems):
        return None
    title = " ".join(item.values.get("name", "").split())
    if not title:
        problems.append(Problem(name, item.line, "Chuyên mục chưa có tên.", "Hãy thêm “name: …”."))
        return None
    slug = item.values.get("slug") or slugify(title)
    if not item.values.get("slug") and (lost := find_dropped_words(title)):
        words = ", ".join(f"“{word}”" for word in lost)
        message = f"Tên chuyên mục có chữ không viết được trong địa chỉ: {words}."
        problems.append(
            Problem(name, item.line, message, "Hãy thêm dòng slug: … viết không dấu, như slug: tin-quoc-te")
        )
        return None
    if slug in _RESERVED_SLUGS or len(slug) > MAX_SLUG_LENGTH:
        message = f"Slug “{slug[:40]}” {'dành cho hệ thống' if slug in _RESERVED_SLUGS else 'quá dài'}."
        problems.append(
            Problem(name, item.lines.get("slug", item.line), message, "Hãy thêm dòng slug: … khác.")
        )
        return None
    if not SLUG_PATTERN.fullmatch(slug):
        problems.append(
            Problem(
                name,
                item.lines.get("slug", item.line),
                f"Slug “{slug}” không dùng được.",
                f"Hãy viết “{slugify(slug) or slugify(title)}”.",
            )
        )
        return None
    order = item.values.get("order", "")
    if order and not _ORDER_PATTERN.fullmatch(order):
        problems.append(
            Problem(
                name, item.lines["order"], f"“order: {order}” không phải là số.", "Hãy viết một số nguyên."
            )
        )
        order = ""
    if parent and item.values.get("sections"):
        problems.append(
            Problem(
                name,
                item.lines["sections"],
                "Chuyên mục con không chia tiếp được.",
                "Chỉ dùng hai cấp chuyên mục.",
            )
        )
        return None
    children = tuple(
        _read_sections(item.values.get("sections"), item.lines.get("sections", 1), slug, name, problems)
    )
    return float(order or "inf"), Section(
        title, slug, item.values.get("description", ""), parent, children, item.line,
        " ".join(item.values.get("short_name", "").split()),
    )  # fmt: skip


def _flatten_sections(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from section.children
