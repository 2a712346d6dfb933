from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bench.corpus import write_corpus
from bench.edits import open_corpus
from bench.generators.bulletin import BulletinGenerator
from bench.generators.generator import BUILD_TIME
from bench.reload import copy_sample, measure_reload, write_site_files
from bulletin.errors import UserError
from tests.sample_site import ROOT


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.plays
def test_measure_reload_waits_for_the_edit_in_the_browser_and_undoes_it(tmp_path: Path) -> None:
    content = tmp_path / "content"
    write_corpus(content, 21)
    corpus = open_corpus(content)
    generator = BulletinGenerator(content, tmp_path / "bulletin", tmp_path / "tools")
    with ThreadPoolExecutor(1) as pool:  # this thread may run the browser of other tests
        cost = pool.submit(generator.measure_reload, "reload", corpus.edited_file).result()
    assert 0 < cost.seconds < 30
    assert corpus.edited_file.read_text(encoding="utf-8") == corpus.original_text
    assert "Đã dựng xong" in (generator.folder / "reload.log").read_text(encoding="utf-8")


@pytest.mark.browser
def test_measure_reload_with_a_command_that_fails_raises_what_it_printed(tmp_path: Path) -> None:
    content, site = tmp_path / "content", tmp_path / "site"
    write_corpus(content, 21)
    write_site_files(site, content, ROOT / "pelicanconf.py")
    (site / "tasks.py").write_text("raise SystemExit('Tệp hỏng.')\n", encoding="utf-8")
    edited_file = open_corpus(content).edited_file
    with ThreadPoolExecutor(1) as pool, pytest.raises(UserError, match=r"Tệp hỏng\."):
        pool.submit(measure_reload, site, edited_file, BUILD_TIME, tmp_path / "log").result()


def test_copy_sample_returns_a_published_article_of_the_copy(tmp_path: Path) -> None:
    file = copy_sample(tmp_path / "content")
    assert file.is_relative_to(tmp_path / "content/articles")
    assert "\nstatus:" not in file.read_text(encoding="utf-8")
