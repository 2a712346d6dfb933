import gzip
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.readership.access_log import AccessLog, LogCounts, LoggedView
from tests.readership.log_lines import ADDRESS, make_caddy_line, make_combined_line

NOW = datetime(2026, 12, 1, tzinfo=VIETNAM_TZ)


def read_views(folder: Path, *lines: str, base_path: str = "") -> tuple[list[LoggedView], LogCounts]:
    file = folder / "access.log"
    file.write_text("".join(lines), encoding="utf-8")
    log = AccessLog((file,), base_path, NOW)
    return list(log.read_page_views()), log.counts


@pytest.mark.parametrize("line", [make_combined_line(), make_caddy_line()], ids=["combined", "caddy"])
def test_read_page_views_yields_address_and_local_time(tmp_path: Path, line: str) -> None:
    views, counts = read_views(tmp_path, line)
    assert [(view.address, view.time) for view in views] == [
        (ADDRESS, datetime(2026, 11, 29, 7, 30, tzinfo=VIETNAM_TZ))
    ]
    assert counts == LogCounts(lines=1)


def test_read_page_views_turns_the_time_of_another_zone_into_local_time(tmp_path: Path) -> None:
    views, _ = read_views(tmp_path, make_combined_line(time="29/Nov/2026:20:30:00 +0000"))
    assert f"{views[0].time:%d/%m %H:%M}" == "30/11 03:30"


@pytest.mark.parametrize(
    "line",
    [
        make_combined_line("/assets/site.0123456789.css"),
        make_combined_line("/fragments/latest.html"),
        make_combined_line(status=404),
        make_combined_line(status=206),
        make_combined_line(status=301),
        make_combined_line(method="HEAD"),
        make_combined_line(f"{ADDRESS}?luu"),
        make_combined_line("http://[bad/"),
        make_caddy_line(status=404),
    ],
)
def test_read_page_views_leaves_out_what_is_no_page(tmp_path: Path, line: str) -> None:
    assert read_views(tmp_path, line) == ([], LogCounts(lines=1))


@pytest.mark.parametrize(
    "agent",
    [
        "Googlebot/2.1",
        "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
        "curl/8.5",
        "-",
        "",
    ],
)
def test_read_page_views_counts_programs_apart(tmp_path: Path, agent: str) -> None:
    assert read_views(tmp_path, make_combined_line(agent=agent), make_caddy_line(agent=agent)) == (
        [],
        LogCounts(lines=2, robots=2),
    )


def test_read_page_views_counts_what_it_cannot_read(tmp_path: Path) -> None:
    lines = (
        "Hội nghị\n",
        '{"ts": "x"}\n',
        "\n",
        make_combined_line(time="31/Feb/2026:07:30:00 +0700"),
        make_combined_line(),
    )
    views, counts = read_views(tmp_path, *lines)
    assert len(views) == 1
    assert counts == LogCounts(lines=4, unreadable=3)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/2026/11/tin-tot/index.html", "/2026/11/tin-tot/"),
        ("/chuyen-muc/%C4%91%E1%BA%A3ng/", "/chuyen-muc/đảng/"),
        ("/2026/11/tin-tot/?fbclid=x", "/2026/11/tin-tot/"),
    ],
)
def test_read_page_views_knows_an_address_in_each_form(tmp_path: Path, written: str, address: str) -> None:
    views, _ = read_views(tmp_path, make_combined_line(written))
    assert [view.address for view in views] == [address]


def test_read_page_views_of_a_site_below_a_path_yields_its_pages_alone(tmp_path: Path) -> None:
    lines = (
        make_combined_line(f"/ban-tin{ADDRESS}"),
        make_combined_line("/khac/"),
        make_combined_line("/ban-tin-cu/"),
    )
    views, _ = read_views(tmp_path, *lines, base_path="/ban-tin")
    assert [view.address for view in views] == [ADDRESS]


@pytest.mark.parametrize(
    ("times", "count"),
    [
        (("07:30", "07:45"), 1),
        (("07:30", "07:50", "08:10", "08:30"), 1),
        (("07:30", "08:00"), 2),
        (("07:30", "07:31", "09:00"), 2),
    ],
)
def test_read_page_views_of_one_reader_within_half_an_hour_is_one_view(
    tmp_path: Path, times: tuple[str, ...], count: int
) -> None:
    views, _ = read_views(
        tmp_path, *(make_combined_line(time=f"29/Nov/2026:{time}:00 +0700") for time in times)
    )
    assert len(views) == count
    assert len({view.reader for view in views}) == 1


def test_read_page_views_of_other_readers_and_other_days_have_other_numbers(tmp_path: Path) -> None:
    lines = (
        make_combined_line(),
        make_combined_line(reader="203.0.113.8"),
        make_combined_line(agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
        make_combined_line(time="30/Nov/2026:07:30:00 +0700"),
    )
    views, _ = read_views(tmp_path, *lines)
    assert len({view.reader for view in views}) == 4
    again, _ = read_views(tmp_path, *lines)
    assert {view.reader for view in views}.isdisjoint(view.reader for view in again)


def test_read_page_views_reads_packed_logs(tmp_path: Path) -> None:
    file = tmp_path / "access.log.2.gz"
    file.write_bytes(gzip.compress(make_combined_line().encode()))
    assert len(list(AccessLog((file,), now=NOW).read_page_views())) == 1


@given(text=st.text(max_size=60), cut=st.integers(0, 80), gap=st.timedeltas(timedelta(0), timedelta(days=9)))
def test_read_page_views_of_any_line_never_fails(
    tmp_path_factory: pytest.TempPathFactory, text: str, cut: int, gap: timedelta
) -> None:
    time = f"{datetime(2026, 11, 20, tzinfo=VIETNAM_TZ) + gap:%d/Nov/%Y:%H:%M:%S} +0700"
    line = make_combined_line(text.replace("\n", " "), time=time)
    views, counts = read_views(tmp_path_factory.getbasetemp(), line, line[cut:], f"{text}\n")
    assert len(views) + counts.unreadable + counts.robots <= counts.lines


def test_read_page_views_knows_readers_behind_the_name_of_the_site(tmp_path: Path) -> None:
    """Check too that an IPv6 address and a list of proxies are no names of sites."""
    readers = (
        "bantin.vn:443 203.0.113.7",
        "bantin.vn 203.0.113.8",
        "bantin.vn:443 2001:db8::1",
        "2001:db8::7",
        "10.4.0.0, 172.16.0.1",
        "10.4.0.1, 172.16.0.1",
    )
    views, counts = read_views(tmp_path, *(make_combined_line(reader=reader) for reader in readers))
    assert len({view.reader for view in views}) == 6
    same, _ = read_views(
        tmp_path, *(make_combined_line(reader=f"{site}203.0.113.7") for site in ("", "a.vn:80 "))
    )
    assert len(same) == 1
    assert counts.unreadable == 0


def test_read_page_views_leaves_out_lines_that_say_too_little_or_a_wrong_day(tmp_path: Path) -> None:
    common = make_combined_line().partition(' "https')[0] + "\n"
    times = ("01/Dec/2026:07:30:00 +0700", "03/Dec/2026:07:30:00 +0700", "01/Jan/1970:00:00:00 +0000")
    views, counts = read_views(tmp_path, common, *(make_combined_line(time=time) for time in times))
    assert len(views) == 1
    assert counts == LogCounts(lines=4, without_browser=1, wrong_clock=2)


def test_read_page_views_finds_out_if_a_log_is_packed(tmp_path: Path) -> None:
    plain, packed, cut = (tmp_path / name for name in ("plain.log.gz", "packed.log", "cut.log.gz"))
    plain.write_text(make_combined_line(), encoding="utf-8")
    packed.write_bytes(gzip.compress(make_combined_line("/khac/").encode()))
    cut.write_bytes(packed.read_bytes()[:-20])
    assert len(list(AccessLog((plain, packed), now=NOW).read_page_views())) == 2
    with pytest.raises(UserError, match=r"cut\.log\.gz: tệp nén hỏng hoặc chưa chép hết"):
        list(AccessLog((plain, cut), now=NOW).read_page_views())
