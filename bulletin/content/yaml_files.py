"""Read files of content/ with one mapping, such as campaigns and documents."""

from collections.abc import Sequence
from pathlib import Path

from bulletin.content.files.character_problems import read_readable_text
from bulletin.content.files.paths import PathError, resolve_reference
from bulletin.content.files.scan import UnreadableTextError, get_display_path
from bulletin.content.frontmatter.lint import strip_invisible
from bulletin.content.frontmatter.yaml import YamlError, YamlMapping, parse_yaml
from bulletin.content.problems import Problem
from bulletin.content.site_lists.sections import create_unreadable_problem


def read_yaml_file(
    root: Path, source: str, noun: str, keys: Sequence[str]
) -> tuple[YamlMapping | None, tuple[Problem, ...]]:
    """Return the keys and values of a file, and its problems.

    Args:
        root: The folder content/.
        source: Path from content/: ``ads/cho-tet.yml``.
        noun: Vietnamese name of the kind of file, for messages: ``quảng cáo``.
        keys: Keys of such a file, for messages.

    """
    name = get_display_path(root, source)
    if not source.endswith(".yml"):
        return None, (Problem(name, 1, f"Tệp {noun} phải có đuôi .yml.", "Hãy đổi đuôi tệp thành .yml"),)
    problems: tuple[Problem, ...] = ()
    try:
        text, problems = read_readable_text(resolve_reference(root, source), name)
        table = parse_yaml(strip_invisible(text))
    except PathError as error:
        folder = source.partition("/")[0]
        problem = Problem(name, 1, str(error), error.remedy or f"Hãy chép tệp thật vào content/{folder}/.")
    except (UnreadableTextError, YamlError) as error:
        problem = create_unreadable_problem(name, error)
    except OSError:
        problem = Problem(name, 1, f"Không mở được tệp {noun}.", "Hãy kiểm tra quyền đọc của tệp.")
    else:
        if isinstance(table, YamlMapping):
            return table, problems
        message = f"Tệp {noun} phải gồm các dòng “khóa: giá trị”."
        problem = Problem(name, 1, message, f"Các khóa: {', '.join(keys)}.")
    return None, (*problems, problem)
