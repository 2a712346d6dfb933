from markupsafe import Markup

from bulletin.render.filters import MACRO_CACHE_SIZE, MacroCache


def test_a_macro_is_printed_once_for_the_same_object() -> None:
    asked: list[object] = []

    def masthead(site: object, big: bool = False) -> Markup:
        asked.append(site)
        return Markup(f"<b>{site}{big}</b>")

    once, site, other = MacroCache(), ["a"], ["a"]
    first = once(masthead, site=site)
    assert once(masthead, site=site) is first
    assert once(masthead, site=other) == first
    assert once(masthead, site=site, big=True) != first
    assert len(asked) == 3


def test_objects_that_come_and_go_are_never_taken_for_one_another() -> None:
    once, count = MacroCache(), 300
    printed = [once(lambda site: Markup(site[0]), site=[str(number)]) for number in range(count)]
    assert printed == [str(number) for number in range(count)]


def test_what_is_kept_printed_does_not_grow_with_the_bulletin() -> None:
    def line(teaser: str) -> Markup:
        return Markup(teaser)

    once = MacroCache()
    for number in range(2 * MACRO_CACHE_SIZE + 1):
        assert once(line, teaser=f"tin {number}") == f"tin {number}"
    assert len(once) == 1


def test_two_macros_of_one_name_are_two() -> None:
    once, site = MacroCache(), ["a"]
    assert once(lambda site: Markup("1"), site=site) != once(lambda site: Markup("2"), site=site)
