"""The publish beside the build, on a small corpus."""

from pathlib import Path

import pytest

from bench.publish_overhead import PublishOverhead, measure_publish_overhead

pytestmark = pytest.mark.slow


def test_both_run_by_turns_and_the_last_publish_says_what_it_moved(tmp_path: Path) -> None:
    said: list[str] = []
    found = measure_publish_overhead(tmp_path / "bench", 30, 2, said.append)
    assert len(found.timings) == 2
    assert min(map(min, found.timings)) > 0
    assert "tệp thay đổi" in found.publish_summary
    assert said[-1].startswith("2/2  build ")


def test_the_middle_of_the_differences_is_told() -> None:
    found = PublishOverhead(10_000, ((2.0, 2.5), (2.1, 2.4), (3.0, 4.0)), "Đã xuất bản 10000 bài.")
    assert str(found) == (
        "10,000 articles, one edited: 2.50 s to publish, 2.10 s to build alone; 0.50 s more (0.30–1.00, 3 pairs).\n"
        "Đã xuất bản 10000 bài."
    )
