import random
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import yaml

from bench import corpus
from tests.factories import SmallSite


def test_generate_articles_with_equal_arguments_gives_equal_bytes() -> None:
    """Compare with a digest, so results stay comparable."""
    digest = sha256()
    for article in corpus.generate_articles(50, seed=7, years=3):
        digest.update(f"{article.file}\n{article.text}".encode())
    assert digest.hexdigest() == "dc666f43ea1c5a54faa9fb567a09b3bfa2549ae75fbf94dff49f103b29abf3ac"


def test_generate_articles_with_another_seed_gives_other_texts() -> None:
    first, second = (next(corpus.generate_articles(3, seed=seed)) for seed in (1, 2))
    assert first.text != second.text


def test_generate_articles_yields_rising_dates_up_to_the_latest() -> None:
    articles = corpus.generate_articles(200)
    front_matters = [yaml.safe_load(article.text.split("---")[1]) for article in articles]
    dates = [front_matter["date"] for front_matter in front_matters]
    assert dates == sorted(set(dates))
    assert (corpus.LATEST_DATE - dates[-1]).total_seconds() < 30 * 60
    assert {front_matter["category"] for front_matter in front_matters} <= corpus.SECTION_WEIGHTS.keys()
    assert {tag for front_matter in front_matters for tag in front_matter["tags"]} <= set(corpus.CORPUS_TAGS)


def test_write_corpus_makes_content_without_problems(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    corpus.write_corpus(site.content, 60)
    report = site.check_content()
    assert report.problems == ()
    assert len(report.library.articles) == 60


def test_generate_article_with_a_section_uses_it() -> None:
    date = datetime(2026, 11, 23, 7, 0)  # noqa: DTZ001  # local time, as editors write it
    article = corpus.generate_article(random.Random(1), 61, date, "Dân vận")  # noqa: S311  # any text will do
    assert article.file == "articles/2026/11/tin-000061.md"
    assert 'category: "Dân vận"' in article.text


def test_main_writes_articles_and_sections(tmp_path: Path) -> None:
    corpus.main([str(tmp_path), "--articles", "5", "--seed", "3", "--years", "1"])
    assert len(list(tmp_path.glob("articles/*/*/*.md"))) == 5
    assert (tmp_path / "sections.yml").is_file()
