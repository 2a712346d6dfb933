from pathlib import Path

import pytest

from bench.publish_overhead import PublishOverhead, RunTime, measure_publish_overhead

pytestmark = pytest.mark.slow


@pytest.mark.plays
def test_measure_publish_overhead_returns_pairs_and_the_summary_of_the_last_publish(tmp_path: Path) -> None:
    messages: list[str] = []
    overhead = measure_publish_overhead(tmp_path / "bench", 10, 2, messages.append)
    assert len(overhead.timings) == 2
    assert min(map(min, overhead.first)) > 0
    assert min(map(min, overhead.timings)) > 0
    assert "tệp thay đổi" in overhead.publish_summary
    assert messages[-1].startswith("2/2  build ")


def test_publish_overhead_as_text_states_the_medians() -> None:
    first = RunTime(100.0, 80.0), RunTime(140.0, 120.0)
    overhead = PublishOverhead(10_000, first, ((2.0, 2.5), (2.1, 2.4), (3.0, 4.0)), "Đã xuất bản 10000 bài.")
    assert str(overhead) == (
        "10,000 articles, first publish: 140.0 s, 1.40 times the build alone; 120.0 s of processor time, 1.50 times.\n"
        "10,000 articles, one edited: 2.50 s to publish, 2.10 s to build alone; 0.50 s more (0.30–1.00, 3 pairs).\n"
        "Đã xuất bản 10000 bài."
    )
