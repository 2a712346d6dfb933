import pytest
from markupsafe import Markup

from plugins.pages.filters import Once


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
