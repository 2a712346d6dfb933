import pytest

from bulletin.archive import search_shards
from bulletin.search.shard import volumes_of
from tests.factories import make_article, make_edition, moment

OLD = {"date": moment(-24 * 400)}


def keys(edition) -> dict[str, str]:
    return {volume.name: volume.key for volume in volumes_of(edition)}


def test_volumes_begin_with_the_newest_and_articles_with_the_oldest():
    made = volumes_of(
        make_edition([make_article("a"), make_article("b", date=moment(-48)), make_article("cu", **OLD)])
    )
    assert [(volume.name, [one.slug for one in volume.articles]) for volume in made] == [
        ("2026", ["b", "a"]),
        ("2025", ["cu"]),
    ]


@pytest.mark.parametrize(
    "changes", [{"status": "hidden"}, {"status": "draft"}, {"date": moment(1)}, {"expires": moment(-1)}]
)
def test_what_nobody_is_to_find_is_of_no_volume(changes):
    made = volumes_of(make_edition([make_article("a"), make_article("b", **changes)]))
    assert [one.slug for volume in made for one in volume.articles] == ["a"]


def test_documents_come_under_their_files():
    (volume,) = volumes_of(make_edition([make_article("a")]))
    ((file, html),) = volume.documents()
    assert (file, "Tin a" in html) == ("2026/11/a/index.html", True)


def test_the_key_changes_with_an_article_of_that_volume_alone():
    before = keys(make_edition([make_article("a"), make_article("cu", **OLD)]))
    after = keys(make_edition([make_article("a"), make_article("b"), make_article("cu", **OLD)]))
    assert before["2025"] == after["2025"]
    assert before["2026"] != after["2026"]


def test_a_new_article_leaves_the_first_half_of_a_large_year_as_it_was(monkeypatch):
    monkeypatch.setattr(search_shards, "LARGE", 2)
    spring, autumn = make_article("xuan", date=moment(-24 * 300)), make_article("thu", date=moment(-48))
    before = keys(make_edition([spring, autumn, make_article("a")]))
    after = keys(make_edition([spring, autumn, make_article("a"), make_article("b")]))
    assert list(before) == list(after) == ["2026b", "2026"]
    assert before["2026"] == after["2026"]
    assert before["2026b"] != after["2026b"]


def test_no_text_is_read_for_a_key():
    edition = make_edition([make_article("a")])
    object.__setattr__(edition, "html", None)
    assert keys(edition) == keys(make_edition([make_article("a")]))


@pytest.mark.parametrize(
    "changes",
    [{"title": "Khác"}, {"lede": "Khác"}, {"section": "dan-van"}, {"slug": "khac"}, {"date": moment(-72)}],
)
def test_the_key_tells_what_is_found(changes):
    assert keys(make_edition([make_article("a")])) != keys(make_edition([make_article("a", **changes)]))
