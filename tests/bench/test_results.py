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


def test_summarize_runs_returns_median_minimum_and_maximum() -> None:
    assert create_results(*RUNS).summarize_runs("bulletin", "added", get_elapsed_seconds) == Spread(
        0.6, 0.5, 0.7
    )


def test_choose_compared_scenario_of_a_peer_is_its_fastest() -> None:
    results = create_results(*RUNS)
    assert results.choose_compared_scenario("hugo", "added") == "cold"
    assert results.choose_compared_scenario("pelican", "added") == "cold"
    assert results.calculate_ratio("hugo", "added") == pytest.approx(8.0 / 0.6)


def test_choose_compared_scenario_of_the_bulletin_is_the_same_scenario() -> None:
    results = create_results(create_run("bulletin", "cold", 1.0), create_run("bulletin", "added", 2.0))
    assert results.choose_compared_scenario("bulletin", "added") == "added"


def test_calculate_ratio_of_a_search_without_a_measurement_is_none() -> None:
    results = create_results(*RUNS, create_run("bulletin", "search", 2.0))
    assert results.calculate_ratio("pelican", "search") is None


def test_calculate_ratio_with_different_pages_is_none() -> None:
    results = create_results(*RUNS, differences={"hugo": ["/2026/11/x/: body: 'a' here, 'b' there"]})
    assert results.calculate_ratio("hugo", "added") is None
    text = format_report(results)
    assert "No ratio for Hugo: 1 elements of its pages differ" in text
    assert "/2026/11/x/: body" in text
    assert "13.3 ×" not in text
    assert "The pages are equal" not in text


def test_format_report_states_machine_versions_times_and_ratios() -> None:
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


def test_format_report_of_an_unmeasured_scenario_shows_a_dash() -> None:
    text = format_report(
        create_results(*RUNS, create_run("bulletin", "search", 2.0), create_run("hugo", "search", 20.0))
    )
    row = next(
        line for line in text.splitlines() if line.startswith("| One article added, with the search index")
    )
    assert row.endswith("| – |")


def test_load_results_returns_the_saved_results(tmp_path: Path) -> None:
    results = create_results(*RUNS, differences={"hugo": []})
    save_results(results, tmp_path / "folder" / "10000.json")
    assert load_results(tmp_path / "folder" / "10000.json") == results


def test_draw_chart_has_bars_that_fit_and_omits_peers_with_different_pages() -> None:
    svg = Xml.fromstring(draw_chart(create_results(*RUNS, differences={"pelican": ["x"]})))
    texts = [node.text for node in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert {"The bulletin", "Hugo", "One article added", "0.60 s", "8.00 s"} <= set(texts)
    assert "Stock Pelican" not in texts
    width = float(svg.get("width", ""))
    bars = svg.iter("{http://www.w3.org/2000/svg}rect")
    assert all(float(bar.get("x", 0)) + float(bar.get("width", "")) <= width for bar in bars)


def test_publish_results_writes_json_drawing_and_report(tmp_path: Path) -> None:
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


def test_replace_block_without_markers_raises_an_error() -> None:
    with pytest.raises(UserError, match=r"README\.md"):
        replace_block("# Title\n", "x")


def test_describe_machine_names_no_path() -> None:
    machine = describe_machine()
    assert machine.keys() == {"processor", "memory", "system", "python", "day"}
    assert not any("/" in text for text in machine.values())
