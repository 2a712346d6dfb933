from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from bench.chart import draw_chart
from bench.markdown_report import format_report
from bench.results import Spread, get_elapsed_seconds, load_results, save_results
from bench.results_writer import REPORT_END, REPORT_START, publish_results, replace_block
from bench.system_info import describe_machine
from bulletin.errors import UserError
from tests.bench.factories import create_results, create_run

RUNS = (
    create_run("bulletin", "cold", 10.0),
    create_run("hugo", "cold", 8.0, written=12_300),
    create_run("bulletin", "added", 0.5, turn=1),
    create_run("bulletin", "added", 0.7, turn=2),
    create_run("bulletin", "added", 0.6, turn=3),
    create_run("hugo", "added", 9.0),
    create_run("pelican", "cold", 60.0),
)


def test_a_figure_is_the_median_with_its_spread() -> None:
    assert create_results(*RUNS).summarize_runs("bulletin", "added", get_elapsed_seconds) == Spread(
        0.6, 0.5, 0.7
    )


def test_a_peer_is_charged_with_its_fastest_way() -> None:
    results = create_results(*RUNS)
    assert results.choose_compared_scenario("hugo", "added") == "cold"
    assert results.choose_compared_scenario("pelican", "added") == "cold"
    assert results.calculate_ratio("hugo", "added") == pytest.approx(8.0 / 0.6)


def test_ours_is_charged_with_what_it_did() -> None:
    results = create_results(create_run("bulletin", "cold", 1.0), create_run("bulletin", "added", 2.0))
    assert results.choose_compared_scenario("bulletin", "added") == "added"


def test_the_search_is_never_charged_with_a_build_without_it() -> None:
    results = create_results(*RUNS, create_run("bulletin", "search", 2.0))
    assert results.calculate_ratio("pelican", "search") is None


def test_there_is_no_ratio_with_other_pages() -> None:
    results = create_results(*RUNS, differences={"hugo": ["/2026/11/x/: body: 'a' here, 'b' there"]})
    assert results.calculate_ratio("hugo", "added") is None
    text = format_report(results)
    assert "No ratio for Hugo: 1 elements of its pages differ" in text
    assert "/2026/11/x/: body" in text
    assert "13.3 ×" not in text
    assert "The pages are equal" not in text


def test_the_report_states_machine_versions_times_and_ratios() -> None:
    text = format_report(create_results(*RUNS))
    assert text.startswith(
        "10,000 articles on Some CPU, 2 cores, 8 GiB, Linux 6.1, Python 3.11.2, 2026-11-23."
    )
    assert "| seconds | The bulletin | Hugo | Stock Pelican |" in text
    assert (
        "| One article added | 0.60 (0.50–0.70) | 8.00 (8.00–8.00), 13.3 × | 60.00 (60.00–60.00), 100.0 × |"
        in text
    )
    assert (
        "| Everything, from nothing | 80 MB, 20.0 s, 10 | 80 MB, 16.0 s, 12,300 | 80 MB, 120.0 s, 10 |"
        in text
    )
    assert "3 interleaved rounds" in text
    assert "The pages are equal" in text


def test_what_was_not_measured_is_a_dash() -> None:
    text = format_report(
        create_results(*RUNS, create_run("bulletin", "search", 2.0), create_run("hugo", "search", 20.0))
    )
    row = next(
        line for line in text.splitlines() if line.startswith("| One article added, with the search index")
    )
    assert row.endswith("| – |")


def test_results_are_read_as_they_were_saved(tmp_path: Path) -> None:
    results = create_results(*RUNS, differences={"hugo": []})
    save_results(results, tmp_path / "folder" / "10000.json")
    assert load_results(tmp_path / "folder" / "10000.json") == results


def test_the_drawing_is_sound_and_leaves_out_other_pages() -> None:
    drawn = Xml.fromstring(draw_chart(create_results(*RUNS, differences={"pelican": ["x"]})))
    words = [node.text for node in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"The bulletin", "Hugo", "One article added", "0.60 s", "8.00 s"} <= set(words)
    assert "Stock Pelican" not in words
    width = float(drawn.get("width", ""))
    bars = drawn.iter("{http://www.w3.org/2000/svg}rect")
    assert all(float(bar.get("x", 0)) + float(bar.get("width", "")) <= width for bar in bars)


def test_publishing_writes_json_drawing_and_report(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(
        f"# Title\n\n{REPORT_START}\nof last year\n{REPORT_END}\n\nThe rest.\n", encoding="utf-8"
    )
    publish_results([create_results(*RUNS)], tmp_path)
    text = readme.read_text(encoding="utf-8")
    assert "of last year" not in text
    assert text.startswith(f"# Title\n\n{REPORT_START}\n\n![Seconds")
    assert text.endswith(f"\n\n{REPORT_END}\n\nThe rest.\n")
    assert (tmp_path / "bench/results/10000.json").is_file()
    assert (tmp_path / "bench/results/10000.svg").is_file()
    publish_results([create_results(*RUNS)], tmp_path)
    assert readme.read_text(encoding="utf-8") == text


def test_a_readme_without_a_place_is_refused() -> None:
    with pytest.raises(UserError, match=r"README\.md"):
        replace_block("# Title\n", "x")


def test_the_machine_is_told_without_a_path() -> None:
    found = describe_machine()
    assert found.keys() == {"processor", "memory", "system", "python", "day"}
    assert not any("/" in words for words in found.values())
