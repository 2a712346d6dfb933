from markupsafe import Markup

from bulletin.render.filters import HELD, Once


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


def test_objects_that_come_and_go_are_never_taken_for_one_another():
    once, count = Once(), 300
    printed = [once(lambda site: Markup(site[0]), site=[str(number)]) for number in range(count)]
    assert printed == [str(number) for number in range(count)]


def test_what_is_kept_printed_does_not_grow_with_the_bulletin():
    def line(teaser: str) -> Markup:
        return Markup(teaser)

    once = Once()
    for number in range(2 * HELD + 1):
        assert once(line, teaser=f"tin {number}") == f"tin {number}"
    assert len(once) == 1


def test_two_macros_of_one_name_are_two():
    once, site = Once(), ["a"]
    assert once(lambda site: Markup("1"), site=site) != once(lambda site: Markup("2"), site=site)
