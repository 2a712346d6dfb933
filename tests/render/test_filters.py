import json

from markupsafe import Markup

from bulletin.render.filters import MACRO_CACHE_SIZE, MacroCache, format_json_ld


def test_macro_cache_calls_the_macro_once_for_one_object() -> None:
    calls: list[object] = []

    def masthead(site: object, big: bool = False) -> Markup:
        calls.append(site)
        return Markup(f"<b>{site}{big}</b>")

    once, site, other = MacroCache(), ["a"], ["a"]
    first = once(masthead, site=site)
    assert once(masthead, site=site) is first
    assert once(masthead, site=other) == first
    assert once(masthead, site=site, big=True) != first
    assert len(calls) == 3


def test_macro_cache_of_temporary_objects_keeps_their_results_apart() -> None:
    once, count = MacroCache(), 300
    results = [once(lambda site: Markup(site[0]), site=[str(number)]) for number in range(count)]
    assert results == [str(number) for number in range(count)]


def test_macro_cache_is_emptied_when_it_is_full() -> None:
    def print_teaser(teaser: str) -> Markup:
        return Markup(teaser)

    once = MacroCache()
    for number in range(2 * MACRO_CACHE_SIZE + 1):
        assert once(print_teaser, teaser=f"tin {number}") == f"tin {number}"
    assert len(once) == 1


def test_macro_cache_of_two_macros_keeps_their_results_apart() -> None:
    once, site = MacroCache(), ["a"]
    assert once(lambda site: Markup("1"), site=site) != once(lambda site: Markup("2"), site=site)


def test_json_ld_keeps_letters_and_escapes_what_could_end_the_script() -> None:
    data = {"name": "Đảng bộ “A” & B</script><!--\u2028", "tags": ["ế"]}
    text = str(format_json_ld(data))
    assert json.loads(text) == data
    assert "Đảng bộ “A” & B" in text
    assert "<" not in text
    assert "\u2028" not in text
