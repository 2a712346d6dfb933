"""Processor time of the body parser and of YAML for texts of any form.

The time must not grow with the square of the length. A refusal must name a line.
`BULLETIN_PLAYS=1000 .venv/bin/pytest tests/content/test_parsing_time.py` tries a thousand forms of a megabyte.
"""

import gc
import json
import os
import random
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.corpus import generate_sentence
from bulletin.content import time_limit
from bulletin.content.files.scan import MAX_TEXT_BYTES
from bulletin.content.frontmatter.yaml import YamlError, parse_yaml
from bulletin.content.markup.body import BodyParser
from tests.gate import mark_later_rows

pytestmark = pytest.mark.slow

PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
SIZE = MAX_TEXT_BYTES - 50_000 if PLAYS else 50_000
"""Characters of a text. Without BULLETIN_PLAYS, a twentieth of a megabyte in a tenth of the time."""
LONGEST_SECONDS = time_limit.TEXT_TIME_LIMIT / 2
MEMORY = 500_000_000
"""Maximum bytes of memory for one text."""
TIME_LIMIT = time_limit.TEXT_TIME_LIMIT if PLAYS else 0.5
MAX_SECONDS = 1.5 * TIME_LIMIT
"""Maximum seconds for one text, with the code that cannot be interrupted."""
MAX_RATIO = 6
"""Maximum ratio of times for a text of four times the length. A square would give sixteen."""
SHORT_SECONDS = 0.2
"""Seconds that are too short for a ratio.

Python-Markdown copies the text for each mark, so a short text already has a small square.
"""
KNOWN_UNITS = {
    "fences without end": "~~~ a\n",
    "fences of growing length": "`` `\n```{} a\n",
    "items that nest": "- a\n  - b\n",
    "items apart": "7. a\n\n",
    "items of two kinds": "- a\n1. b\n",
    "items and quotations": "> a\n- b\n",
    "items and headings": "- a\n# b\n",
    "items and rules": "- a\n***\n",
    "paragraphs with items": "a\n- b\n\n",
    "rules of tables": "|-|\n",
    "rows above a table": "| a | b |\n",
    "bare addresses": "https://a.vn/(b) ",
    "bare addresses behind a tag": "<b>www.a.vn</b>",
    "names in angle brackets": "<tên a> ",
    "tags that are text": "<a b <c d ",
    "comments in text": "<!-- a <b",
    "ticks of growing length": "`{} ",
    "marks in blocks of HTML": "<div>*a* **b</div>\n",
    "empty lines in blocks of HTML": "<div>\n\na\n\n",
    "no-break blanks": "\xa0\u200b",
    "ids of other systems": "<p id=a{}><a href=#a{}>",
    "equal ids": "<p id=a>",
    "aligned paragraphs": "<p style='a;text-align:b' align=c>",
    "definitions of words": "[a{}]: b\n",
    "one note": "x[^1]",
    "code that ends as another": "<code></pre>",
    "links to one definition": "[a][b]",
    "ends of nothing": "</b>",
    "ends one a paragraph": "</b>\n\n",
    "marks on one letter": "\u0338\u0301",
    "marks on one letter as entities": "&#x338;&#x301;",
    "marks on one letter in a link": "%CC%B8%CC%81",
    "notes without text": "[^a{}] ",
    "notes in brackets": "\\[^{}] ",
    "styles that differ": "<b id=a{}>",
    "styles in paragraphs": "<b id=a{}><p>",
    "addresses": "[a](/b{}/) ",
    "addresses of an unknown kind": "[a](x{}:b) ",
    "frames in paragraphs": "<p><iframe src=//a.vn></iframe>x</p>\n\n",
    "pictures": "![a](/b{}.jpg)\n\n",
    "an abbreviation in a list": "- q{}\n",
    "an abbreviation in a line": "q ",
    "comments": "<!-- a",
    "a frame in a frame": "<iframe>",
    "audio in audio": "<audio src=//a.vn>",
    "audio in paragraphs": "<p><audio src=/files/x.mp3><source src=/files/y.mp3></audio>x</p>\n\n",
    "places of one name": "<a id=muc-a></a>",
    "tables in tables": "<table><tr><td>",
    "entities": "&amp;",
    "contents": "[TOC]\n\n# a{}\n\n",
    "breaks": "a  \n",
    "attributes of <html>": "<html a{}=b>",
    "ends of tags in quotes": "<b a='>' ",
    "comments of Word": "<!--[if x]><w:x/><![endif]-->\n\n",
    "emphasis": "*a* ",
    "rows of a sign": "a ____\n",
    "titles in marks of Word": "[a](/b “c ",
    "labels and brackets": ']: <a> "',
    "minutes and code": "5`6 7` `a ",
    "definitions behind a sign": "\u200b[a{}]: /b\n",
    "inputs": "<input a=b ",
}
ENCLOSED_UNITS = {
    "attributes of a tag": ("<p ", "a{}=b ", ">x</p>"),
    "attributes within a line": ("x <b ", "a{} ", ">x</b>"),
    "attributes in a list": ("# a {: ", "k{}=v ", "}"),
    "classes in a list": ("# a {: ", ".c{} ", "}"),
}
"""Forms with one beginning, repeated units, and one end."""
FORMS = sorted([*KNOWN_UNITS, *ENCLOSED_UNITS], key=len)
"""Names of forms. A third of them runs at the gate."""
LOOKAHEAD_UNITS = (
    '[ ¦( ¦![¦[^¦[a](¦[a][¦[](¦[a]( <¦[a\n¦<a ¦<a b=c ¦<img src=x ¦<iframe ¦<audio ¦<a href="¦<![CDATA[¦<!--¦<?¦</¦<div>¦<b>¦<svg>'
    "¦<table><tr><td>¦<ul><li>¦: a\n¦*[a]: b\n¦[^a]: b\n¦[a]: b\n¦a\n===\n¦# a\n¦> ¦- a\n¦1. ¦    - a\n¦a|b\n-|-\n¦`a``¦~~~\n"
    "¦*a_¦**a*¦***¦__¦&¦&#¦&amp;¦&#8;¦\\¦\\[¦<p markdown=1>\n\n¦{: a¦\u0338¦!!! a\n¦'\"¦\u00a0¦\t¦\n\n"
).split("¦")
"""Units for which Markdown parsers search far ahead."""
TAILS = ("", "\n\n[^1]: n\n\n[b]: /x/\n\n[a]: /y/\n\n*[q]: r\n")
MARKS = [
    mark.replace("↵", "\n").replace("↹", "\t")
    for mark in (
        "x[^1]¦[^a]¦[^a]: b↵¦[a][b]¦[a]: /x/↵¦[a]¦![a]¦[a](b)¦![a](/b.jpg)¦*a* ¦**a**¦***¦_a_¦`a`¦``¦```↵¦~~~↵¦# a↵"
        "¦a↵===↵¦- a↵¦1. a↵¦    - a↵¦> ¦: a↵¦*[a]: b↵¦|a|b|↵¦a|b↵-|-↵¦|¦\\¦\\*¦---↵¦<!--¦-->¦<?¦?>¦<![CDATA[¦]]>¦<!a>"
        '¦<¦>¦</¦<a@b.c>¦<http://a.b>¦{: #a}¦{: .a }¦[TOC]↵↵¦↵¦↵↵¦  ↵¦ ¦↹¦Ầ¦a¦(¦)¦[¦]¦[](¦[a](<¦[a](b "¦!¦"¦\'¦&amp;'
        "¦&#8;¦&¦\u0338¦\u0301¦\u00a0¦\u200b¦\x02¦\x03¦klzzwxh:0000¦[a](javascript:x)¦[a](http://[)¦<a href=x>¦<a b{}=c>"
        "¦<b id=a{}>¦<img src=x>¦<iframe>¦</iframe>¦<audio>¦</audio>¦[^{}]¦{} ¦[a](/{}/)"
    ).split("¦")
]
NAMES = (
    "p b i a div table td tr li ul h2 pre code svg math select option form script style textarea title template font nobr"
    " button details summary body html frameset x-y ruby rt caption col"
).split()
UNITS = [*MARKS, *(f"<{name}>" for name in NAMES), *(f"</{name}>" for name in NAMES)]
VALUES = (
    "[",
    "{",
    "[a, ",
    "{a: ",
    "- ",
    "? ",
    "a: ",
    "a{}: b\n",
    '"',
    "&a{} b\n- ",
    "- a: b\n",
    "*a ",
    "!a ",
    "|\n",
    "# ",
    "\\u0338",
    "k{}: v\n",
)


def repeat_unit(unit: str, size: int) -> str:
    """Repeat ``unit`` up to ``size`` characters, with a number for each {}."""
    if "{}" not in unit:
        return unit * (size // len(unit))
    return "".join(unit.replace("{}", str(number)) for number in range(size // (len(unit) + 3)))


def generate_forms(seed: int, count: int) -> Iterator[tuple[str, str]]:
    """Yield random forms with their names.

    A form repeats some marks, or opens and closes them, or has them before a long text.
    """
    rng = random.Random(seed)  # noqa: S311  # a reproducible form needs no secret seed
    for _ in range(count):
        unit = "".join(rng.choices(UNITS, k=rng.randint(1, 4)))
        other = "".join(rng.choices(UNITS, k=rng.randint(1, 2)))
        body = rng.choice(
            [
                lambda unit=unit, _other=other: repeat_unit(unit, SIZE),
                lambda unit=unit, other=other: repeat_unit(unit, SIZE // 2) + repeat_unit(other, SIZE // 2),
                lambda unit=unit, other=other: (
                    repeat_unit(unit, rng.choice((300, 5000))) + repeat_unit(other, SIZE - 5000)
                ),
            ]
        )()
        yield repr((unit, other)), body + rng.choice(TAILS)


def measure_cost(read: Callable[[], str]) -> tuple[float, str]:
    """Return the processor time and the result of ``read`` in another process.

    Reason: the slowest texts would never end.
    """
    read_end, write_end = os.pipe()
    if (child := os.fork()) == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        memory = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        gc.freeze()  # the objects of other tests are not looked through
        start = time.process_time()
        try:
            result = read()
        except BaseException as error:  # all exceptions are results here
            result = f"{type(error).__name__}: {error}"[:500]
        os.write(write_end, json.dumps((time.process_time() - start, result)).encode())
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    seconds, result = json.loads(data) if data else (60.0, "killed")
    return seconds, result


def create_body_reader(body: str) -> Callable[[], str]:
    def read() -> str:
        text, problems = BodyParser().parse_body("a", body, 1)
        if text.html or not problems:
            return "read"
        if not all(problem.line and problem.remedy for problem in problems):
            return "refused without a word"
        return "slow" if "máy đọc không xong" in problems[-1].message else "refused"

    return read


def create_yaml_reader(text: str) -> Callable[[], str]:
    def read() -> str:
        try:
            parse_yaml(text)
        except YamlError as error:
            return "refused" if error.line and error.remedy else "refused without a word"
        return "read"

    return read


@pytest.fixture(autouse=True)
def _time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "TEXT_TIME_LIMIT", TIME_LIMIT)


def measure_all(readers: Iterator[tuple[str, Callable[[], str]]]) -> tuple[int, float, int]:
    """Measure all readers, and check their results.

    Return the number of readers, the longest time, and the number of texts above the time limit.
    """
    results, most = list[str](), 0.0
    for name, reader in readers:
        seconds, result = measure_cost(reader)
        if seconds > MAX_SECONDS:  # the machine can be busy
            seconds, result = min((seconds, result), measure_cost(reader))
        assert result in ("read", "refused", "slow"), (name, result)
        assert seconds < MAX_SECONDS, (name, seconds)
        results.append(result)
        most = max(most, seconds)
    return len(results), most, results.count("slow")


def test_parse_body_of_formerly_quadratic_form_is_bounded(
    record_fault_count: Callable[[str], None],
) -> None:
    size = SIZE if PLAYS else SIZE // 2
    count, most, slow = measure_all(
        (unit, create_body_reader(repeat_unit(unit, size) + tail))
        for units, tails in ((KNOWN_UNITS.values() if PLAYS else (), TAILS), (LOOKAHEAD_UNITS, TAILS[:1]))
        for unit in units
        for tail in tails
    )
    record_fault_count(
        f"cost: {count} known forms of {size // 1000} kB bounded, slowest {most:.2f} s, {slow} by the limit of time"
    )


@pytest.mark.parametrize("form", mark_later_rows(FORMS, (len(FORMS) + 2) // 3))
def test_parse_body_of_known_form_takes_linear_time(form: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "TEXT_TIME_LIMIT", 50)
    size = SIZE if PLAYS else SIZE // 2
    if "attributes" in form and not PLAYS:  # they need a longer text to show a square
        size = 2 * SIZE
    before, unit, after = ENCLOSED_UNITS.get(form) or ("", KNOWN_UNITS[form], "")
    short, long = (
        create_body_reader(f"{before}{repeat_unit(unit, size)}{after}{TAILS[1]}")
        for size in (size // 4, size)
    )
    for _ in range(5):  # the machine can be busy
        seconds, result = measure_cost(long)
        if seconds < (most := SHORT_SECONDS) or seconds < (
            most := MAX_RATIO * measure_cost(short)[0] + SHORT_SECONDS
        ):
            break
    assert result in ("read", "refused")
    assert seconds < most


def test_parse_body_of_random_form_is_bounded(record_fault_count: Callable[[str], None]) -> None:
    count, most, slow = measure_all(
        (name, create_body_reader(body)) for name, body in generate_forms(PLAYS, PLAYS or 5)
    )
    record_fault_count(
        f"cost: {count} forms by chance of {SIZE // 1000} kB bounded, slowest {most:.2f} s, {slow} by the limit of time"
    )


def test_parse_yaml_of_repeated_unit_is_bounded(record_fault_count: Callable[[str], None]) -> None:
    starts = ("", "title: ", "tags: [")
    size = SIZE if PLAYS else SIZE // 2
    count, most, _ = measure_all(
        (f"{start}{unit}", create_yaml_reader(start + repeat_unit(unit, size)))
        for unit in VALUES
        for start in starts
    )
    record_fault_count(f"cost: {count} forms of YAML of {size // 1000} kB bounded, slowest {most:.2f} s")


@pytest.mark.parametrize("unit", ["x[^1] ", "[a][b] ", "<code></pre>", "</b>", "[^a{}] ", "a\u0338\u0301"])
def test_parse_body_of_megabyte_needs_no_time_limit(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Check that the counted limits suffice.

    Reason: the time limit depends on the machine.
    """
    monkeypatch.setattr(time_limit, "TEXT_TIME_LIMIT", LONGEST_SECONDS)
    read = create_body_reader(repeat_unit(unit, MAX_TEXT_BYTES - 100) + "\n\n[^1]: a\n\n[b]: /c/\n")
    seconds, result = measure_cost(read)
    if seconds >= LONGEST_SECONDS:  # the machine can be busy
        seconds, result = measure_cost(read)
    assert result in ("read", "refused")
    assert seconds < LONGEST_SECONDS


def create_realistic_texts() -> dict[str, str]:
    """Return long texts with more markup than an office would write."""
    rng = random.Random(1)  # noqa: S311  # a reproducible form needs no secret seed
    sentences = [generate_sentence(rng) for _ in range(4000)]
    paragraphs = [" ".join(sentences[number : number + 4]) for number in range(0, 4000, 4)]
    return {
        "a megabyte": "\n\n".join(paragraphs)[:600_000],
        "2,000 links": "\n\n".join(
            f"{paragraph} [tin {i}](/2019/{i}/) [số {i}][{i}]" for i, paragraph in enumerate(paragraphs)
        )
        + "\n\n"
        + "\n".join(f"[{i}]: https://example.vn/{i}/" for i in range(1000)),
        "a table of 5,000 rows": "| TT | Đơn vị | Đạt |\n|---|---|--:|\n"
        + "\n".join(f"| {i} | Chi bộ thôn số {i} | {i} |" for i in range(5000)),
        "a table of HTML of 5,000 rows": "<table>\n"
        + "\n".join(f"<tr><td>{i}</td><td>Chi bộ</td></tr>" for i in range(5000))
        + "\n</table>",
        "500 notes": "\n\n".join(f"{paragraph}[^{i}]" for i, paragraph in enumerate(paragraphs[:500]))
        + "\n\n"
        + "\n\n".join(f"[^{i}]: {sentences[i]}" for i in range(500)),
        "10,000 items": "\n".join(f"- {sentences[i % 4000][:80]}" for i in range(10_000)),
        "an abbreviation on every line": "\n\n".join(f"HU {paragraph}" for paragraph in paragraphs)
        + "\n\n*[HU]: Huyện ủy",
    }


def test_parse_body_of_realistic_long_text_is_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "TEXT_TIME_LIMIT", LONGEST_SECONDS)
    texts = create_realistic_texts()
    for name, body in texts.items() if PLAYS else list(texts.items())[1:4]:
        for _ in range(3):  # the machine can be busy
            seconds, result = measure_cost(create_body_reader(body))
            if seconds < LONGEST_SECONDS / 2:
                break
        assert (result, seconds < LONGEST_SECONDS / 2) == ("read", True), (name, result, seconds)
