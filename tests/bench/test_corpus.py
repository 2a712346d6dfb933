import random
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import yaml

from bench import corpus
from tests.factories import SmallSite


def test_the_same_arguments_give_the_same_bytes() -> None:
    """The digest was taken from the first corpus: results of years stay comparable."""
    digest = sha256()
    for one in corpus.generate_articles(50, seed=7, years=3):
        digest.update(f"{one.file}\n{one.text}".encode())
    assert digest.hexdigest() == "628b352dd971b0aac30015ff0268f6e09fa8ca0b9899bc2ce9ef60b57f064d09"


def test_another_seed_gives_another_text() -> None:
    one, other = (next(corpus.generate_articles(3, seed=seed)) for seed in (1, 2))
    assert one.text != other.text


def test_dates_rise_to_the_last() -> None:
    heads = [yaml.safe_load(one.text.split("---")[1]) for one in corpus.generate_articles(200)]
    dates = [head["date"] for head in heads]
    assert dates == sorted(set(dates))
    assert (corpus.LATEST_DATE - dates[-1]).total_seconds() < 30 * 60
    assert {head["category"] for head in heads} <= corpus.SECTION_WEIGHTS.keys()
    assert {tag for head in heads for tag in head["tags"]} <= set(corpus.CORPUS_TAGS)


def test_the_bulletin_finds_no_fault_in_it(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    corpus.write_corpus(site.content, 60)
    report = site.check_content()
    assert report.problems == ()
    assert len(report.library.articles) == 60


def test_a_piece_can_be_put_into_a_section() -> None:
    date = datetime(2026, 11, 23, 7, 0)  # noqa: DTZ001  # as an editor writes it
    one = corpus.generate_article(random.Random(1), 61, date, "Dân vận")  # noqa: S311  # any text will do
    assert one.file == "articles/2026/11/tin-000061.md"
    assert 'category: "Dân vận"' in one.text


def test_the_command_line_writes_it(tmp_path: Path) -> None:
    corpus.main([str(tmp_path), "--articles", "5", "--seed", "3", "--years", "1"])
    assert len(list(tmp_path.glob("articles/*/*/*.md"))) == 5
    assert (tmp_path / "sections.yml").is_file()
