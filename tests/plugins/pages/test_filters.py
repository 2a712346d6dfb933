import re

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from plugins.pages.filters import Once, qr_code


def dark(svg: str) -> set[tuple[int, int]]:
    """Return the modules that an SVG of strokes paints."""
    found = re.findall(r"M(\d+) (\d+)\.5h(\d+)", svg)
    return {(int(x) + step, int(y)) for x, y, length in found for step in range(int(length))}


@given(st.from_regex(r"https://[a-z]{1,20}\.vn/20[0-9]{2}/[01][0-9]/[a-z0-9-]{1,90}/", fullmatch=True))
def test_the_drawing_has_the_modules_of_the_code(address):
    code = segno.make(address, error="m", mask=2, micro=False, boost_error=False)
    expected = {(x, y) for y, row in enumerate(code.matrix) for x, module in enumerate(row) if module}
    assert dark(qr_code(address)) == expected


def test_a_macro_is_printed_once_for_the_same_object():
    asked: list[object] = []

    def masthead(site: object, big: bool = False) -> Markup:
        asked.append(site)
        return Markup(f"<b>{site}{big}</b>")

    once, site, other = Once(), ["a"], ["a"]
    first = once(masthead, site=site)
    assert once(masthead, site=site) is first
    assert once(masthead, site=other) == first
    assert once(masthead, site=site, big=True) != first
    assert len(asked) == 3


@pytest.mark.parametrize("count", [300])
def test_objects_that_come_and_go_are_never_taken_for_one_another(count):
    once = Once()
    printed = [once(lambda site: Markup(site[0]), site=[str(number)]) for number in range(count)]
    assert printed == [str(number) for number in range(count)]
