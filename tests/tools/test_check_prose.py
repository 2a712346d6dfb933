import ast
import io
import subprocess
import tokenize
from pathlib import Path

import pytest

from tools import check_prose

ROOT = Path(__file__).parents[2]


def check(source: str) -> list[str]:
    """Return the messages for a Python file of this text."""
    return [finding.message for finding in check_prose.check_module("a.py", source, ast.parse(source))]


def check_doc(text: str) -> list[str]:
    """Return the messages for a document of this text."""
    return [finding.message for finding in check_prose.check_document("a.md", text)]


@pytest.mark.parametrize(
    "source",
    [
        '"""Errors that people read."""\n',
        'def f():\n    """Return the address of a month."""\n',
        'def f():\n    """Read a file.\n\n    Raise UserError if it is missing.\n    """\n',
        'class A:\n    """The data of one build."""\n',
        'class A:\n    @property\n    def a(self):\n        """The folder of the output."""\n',
        f'"""{"x" * 79}."""\n',
        f'a = 1\n"""{"word " * 19}end."""\n',
        f'a = 1\n"""`{"word " * 40}` is one word, and so is ``{"word " * 40}``."""\n',
        f'a = 1\n"""{"word " * 15}end. {"Word " * 15}end."""\n',
        f'a = 1\n"""{"word " * 15}\n\n{"word " * 15}"""\n',
        "a = 1  # noqa: S603  # our own command\n",
        "a = '# somebody'\n",
        'a = "somebody"\n',
        'a = f(1, """somebody""")\n',
        "# the folder where content lies\n",
        "# lines of a file, where the sections stand\n",
        "# the root is ``content/``, where all files must exist\n",
        'def f():\n    """Dựng trang vào output/; --explain cho biết tệp nào được ghi lại và vì sao, kể cả các tệp gỡ."""\n',
        "# return it to where it stands\n",
        "# the sentence that says where headers are set\n",
        "# the word `where` and ``a where b``\n",
        "# places: where a file is\n",
        "# elsewhere, nowhere\n",
    ],
)
def test_module_with_plain_english_has_no_findings(source: str) -> None:
    assert check(source) == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (f'"""{"x" * 80}."""\n', "the summary has 81 characters, 80 at most"),
        (f'"""{"x" * 50}\n{"y" * 50}."""\n', "the summary has 102 characters, 80 at most"),
        ('"""What a build shares."""\n', "the summary opens with “What”: use verb and object"),
        ('class A:\n    """How files are read."""\n', "the summary opens with “How”: use verb and object"),
        (
            'a = True\n"""Whether files are read."""\n',
            "the summary opens with “Whether”: use verb and object",
        ),
        ('def f():\n    """The address."""\n', "the summary of a function begins with a verb"),
        ('async def f():\n    """An address."""\n', "the summary of a function begins with a verb"),
        ('if 1:\n    def f():\n        """The address."""\n', "the summary of a function begins with a verb"),
        ("# left by somebody\n", "“somebody”: name the person, the process or the moment"),
        ('a = 1\n"""Kept for ever."""\n', "“for ever”: name the person, the process or the moment"),
        (
            'class A:\n    a: int\n    """Whoever runs it."""\n',
            "“Whoever”: name the person, the process or the moment",
        ),
        (f"# {'word ' * 21}\n", "21 words in a sentence, 20 at most: “"),
        (f"# {'word ' * 11}\n# {'word ' * 11}\n", "22 words in a sentence, 20 at most: “"),
        (f"a = 1  # {'word ' * 21}\n", "21 words in a sentence, 20 at most: “"),
        (
            '"""Stop with UserError where a file is missing."""\n',
            "“UserError where”: a condition begins with if or when",
        ),
        ('"""Return None, where it is empty."""\n', "“None, where”: a condition begins with if or when"),
        ("# Read it. Where it is missing, stop.\n", "“Where”: a condition begins with if or when"),
        ("# where it is missing\n", "“where”: a condition begins with if or when"),
        (
            '"""Read a file.\n\n    Return None\n    where it is empty.\n    """\n',
            "“None where”: a condition",
        ),
    ],
)
def test_module_with_one_breach_has_one_finding(source: str, message: str) -> None:
    found = check(source)
    assert len(found) == 1
    assert found[0].startswith(message)


@pytest.mark.parametrize(
    "text",
    [
        f"{'word ' * 24}end.\n",
        f"```\n{'word ' * 40}\nsomebody\n```\n",
        f"| a | b |\n| --- | --- |\n| {'word ' * 40} | somebody |\n",
        f"- {'word ' * 20}\n- {'word ' * 20}\n",
        "- **target**: where a site is published to\n",
        "Where is a title read? It says where an address is made.\n",
    ],
)
def test_document_with_plain_english_has_no_findings(text: str) -> None:
    assert check_doc(text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{'word ' * 26}\n", "26 words in a sentence, 25 at most: “"),
        ("Files that nobody needs.\n", "“nobody”: name the person, the process or the moment"),
        ("A publish stops where a page is empty.\n", "“stops where”: a condition begins with if or when"),
    ],
)
def test_document_with_one_breach_has_one_finding(text: str, message: str) -> None:
    found = check_doc(text)
    assert len(found) == 1
    assert found[0].startswith(message)


def test_findings_have_lines_of_the_file() -> None:
    source = (
        '"""Names."""\n\nA = 1\n"""Left by somebody."""\n\n\ndef f():\n    """What it does."""\n    # anew\n'
    )
    assert [finding.line for finding in check_prose.check_module("a.py", source, ast.parse(source))] == [
        4,
        8,
        9,
    ]
    assert [finding.line for finding in check_prose.check_document("a.md", "One.\n\nTwo.\n\nAnew.\n")] == [5]


def check_all_names(*sources: str) -> list[str]:
    """Return the messages on names for modules of these texts."""
    trees = ((f"{index}.py", ast.parse(source)) for index, source in enumerate(sources))
    return [finding.message for finding in check_prose.check_names(trees)]


def test_public_function_of_one_word_is_reported() -> None:
    assert check_all_names("def read(): ...") == ["function read: a name is verb_noun"]
    assert (
        check_all_names(
            "def read_file(): ...\ndef _read(): ...\ndef main(): ...\nclass File:\n  def read(self): ..."
        )
        == []
    )


def test_public_name_of_two_modules_is_reported() -> None:
    assert check_all_names("class File: ...", "class File: ...") == [
        "File is also the name of something in 0.py"
    ]
    assert (
        check_all_names("def _read_it(): ...", "def _read_it(): ...\ndef main(): ...", "def main(): ...")
        == []
    )


def test_vietnamese_document_is_not_english() -> None:
    assert check_prose.is_english(
        "The front page prints the lead story of the day (tin đầu), and the news of each section."
    )
    assert check_prose.is_english("Return “Ảnh đại diện chưa có lời mô tả”.")
    assert not check_prose.is_english("Bài viết nằm trong thư mục content/articles/, mỗi bài một tệp.")


def test_comments_are_those_of_the_tokenizer() -> None:
    file = ROOT / "tools/check_prose.py"
    source = (
        file.read_text(encoding="utf-8") + "\na = f'# {a}' + r'\\'' + '''\n# no ''' + \"\\\"# no\"  # yes\n"
    )
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    assert [found[1] for found in check_prose.find_comments(source)] == comments


def test_main_reads_files_that_git_knows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bulletin").mkdir()
    (tmp_path / "bulletin/a.py").write_text('"""Nothing for nobody."""\n', encoding="utf-8")
    (tmp_path / "bulletin/b.py").write_text('"""Not added, for nobody."""\n', encoding="utf-8")
    (tmp_path / "README.md").write_text("For whoever reads.\n", encoding="utf-8")
    for command in (["init", "-q"], ["add", "bulletin/a.py", "README.md"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    assert check_prose.main(tmp_path) == 1
    assert capsys.readouterr().out.splitlines() == [
        "README.md:1: “whoever”: name the person, the process or the moment",
        "bulletin/a.py:1: “nobody”: name the person, the process or the moment",
    ]
    (tmp_path / "bulletin/a.py").write_text("# anew\nif\n", encoding="utf-8")
    assert check_prose.main(tmp_path) == 1
    assert "bulletin/a.py:2: Python cannot read the file: invalid syntax" in capsys.readouterr().out
    (tmp_path / "bulletin/a.py").write_text('"""A package for tests."""\n', encoding="utf-8")
    (tmp_path / "README.md").unlink()
    assert check_prose.main(tmp_path) == 0
