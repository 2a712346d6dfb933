"""Tests of messages and of the site when the store or the connection fails."""

import errno
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import botocore.auth
import pytest

from bulletin.errors import UserError
from bulletin.publishing.rollback import describe_releases, roll_back
from bulletin.publishing.targets.factory import create_target
from bulletin.publishing.targets.s3.cdn_invalidation import InvalidationList
from bulletin.publishing.targets.s3.target import S3Target
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from tests.publishing.small_release import LATER_PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.faulty_proxy import FaultyProxy, ProxyFault
from tests.publishing.targets.s3.conftest import KEY_PREFIX, TestedBucket

pytestmark = pytest.mark.servers


@pytest.mark.parametrize(
    "effect", [503, *(pytest.param(status, marks=pytest.mark.plays) for status in (500, 429)), "cut", "deaf"]
)
def test_publish_temporary_failure_is_retried(
    tmp_path: Path,
    bucket: TestedBucket,
    proxy: FaultyProxy,
    record_fault_count: Callable[[str], None],
    effect: int | str,
) -> None:
    proxy.faults = [
        ProxyFault(effect, "PUT .*/files/", count=2, skip_count=1),
        ProxyFault(effect, "COPY", count=2),
        ProxyFault(effect, "GET .*list-type", count=1),
    ]
    site = write_output(tmp_path, a="một", b="hai", c="ba")
    assert publish_to(bucket.create_target(proxy, tmp_path / "cache"), site).is_new
    assert bucket.read_text("a/index.html") == "một"
    assert len(bucket.list_paths()) == 4
    record_fault_count(
        f"s3: {proxy.injected_count} answers “{effect}” for a while, all tried again with success"
    )
    assert proxy.injected_count == 5


def test_download_incomplete_answer_is_requested_again(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, record_fault_count: Callable[[str], None]
) -> None:
    one = publish_to(bucket.create_target(proxy, tmp_path / "cache"), write_output(tmp_path, a="một")).release
    proxy.faults = [
        ProxyFault("half", r"GET .*\.json\.gz", count=2),
        ProxyFault("half", "GET .*/files/", count=1),
    ]
    elsewhere = bucket.create_target(proxy, tmp_path / "another cache")
    assert elsewhere.release_ids() == [one.id]
    assert elsewhere.read_release(one.id) == one
    elsewhere.download(one, ["a/index.html"], tmp_path / "here")
    assert (tmp_path / "here/a/index.html").read_text(encoding="utf-8") == "một"
    assert proxy.injected_count == 3
    record_fault_count("s3: 3 answers that stopped midway, asked for again")


def test_publish_slow_store_succeeds(
    tmp_path: Path, bucket: TestedBucket, target: S3Target, proxy: FaultyProxy
) -> None:
    proxy.faults = [ProxyFault("slow", "PUT|COPY", count=6)]
    publish_to(target, write_output(tmp_path, a="một"))
    assert bucket.read_text("a/index.html") == "một"


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            (
                ProxyFault(503, "PUT .*/files/"),
                "Chưa phát hành được, trang đang chạy vẫn giữ nguyên: .* quá tải",
            ),
            marks=pytest.mark.plays,
        ),
        (
            ProxyFault("cut", "PUT .*/files/"),
            "Chưa phát hành được, trang đang chạy vẫn giữ nguyên: .* bị đứt",
        ),
        pytest.param(
            (
                ProxyFault(503, "GET .*list-type"),
                "Chưa phát hành được, trang đang chạy vẫn giữ nguyên: .* quá tải",
            ),
            marks=pytest.mark.plays,
        ),
    ],
)
def test_publish_permanent_failure_keeps_the_old_site(
    tmp_path: Path,
    bucket: TestedBucket,
    proxy: FaultyProxy,
    record_fault_count: Callable[[str], None],
    case: tuple[ProxyFault, str],
) -> None:
    fault, reason = case
    target = bucket.create_target(proxy, tmp_path / "cache", attempts=2)
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    proxy.faults = [fault]
    with pytest.raises(UserError, match=reason):
        publish_to(target, write_output(tmp_path, a="khác", b="hai", c="ba"), LATER_PUBLISH_TIME)
    assert read_all_texts(bucket) == {
        "a/index.html": "một",
        "b/index.html": "hai",
        "index.html": "trang nhất",
    }
    record_fault_count(f"s3: {proxy.injected_count} answers “{fault.effect}” for good, the old site intact")
    proxy.faults = []
    assert target.current_id() == one.id
    proxy.requests.clear()
    publish_to(target, write_output(tmp_path, a="khác", b="hai", c="ba"), LATER_PUBLISH_TIME)
    assert len(read_all_texts(bucket)) == 4


def test_publish_after_lost_connection_sends_only_the_rest(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy
) -> None:
    target = bucket.create_target(proxy, tmp_path / "cache", attempts=1, workers=1)
    site = write_output(tmp_path, **{str(n): str(n) for n in range(10)})
    proxy.faults = [ProxyFault("cut", "PUT .*/files/", skip_count=6, count=1)]
    with pytest.raises(UserError):
        publish_to(target, site)
    publish_to(target, site, LATER_PUBLISH_TIME)
    sent = proxy.list_keys("PUT", f"/{bucket.name}/{KEY_PREFIX}/.releases/files/")
    assert len(sent) == len(set(sent)) == 11


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            ("COPY", 0, "Kho chưa xác nhận tệp nào trong 3 tệp cần thay; "), marks=pytest.mark.plays
        ),
        ("COPY", 1, "Kho đã xác nhận 1 trong 3 tệp cần thay, các tệp còn lại có thể vẫn như cũ; "),
        ("PUT .*/current", 0, "Mọi tệp đã lên trang, chỉ chưa ghi lại được rằng đây là bản đang chạy; "),
    ],
)
def test_activate_interrupted_error_names_the_progress(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, case: tuple[str, int, str]
) -> None:
    target = bucket.create_target(proxy, tmp_path / "cache", attempts=1, workers=1)
    publish_to(target, write_output(tmp_path, a="một", b="hai"))
    pattern, skip_count, reason = case
    proxy.faults = [ProxyFault(503, pattern, skip_count=skip_count)]
    with pytest.raises(UserError, match=rf"^Chưa xuất bản xong: .* quá tải.*\. {reason}.*Hãy chạy lại"):
        publish_to(target, write_output(tmp_path, a="a", b="b", c="c"), LATER_PUBLISH_TIME)


def test_activate_failed_copy_counts_simultaneous_copies(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy
) -> None:
    target = bucket.create_target(proxy, tmp_path / "cache", attempts=1, workers=8)
    publish_to(target, write_output(tmp_path, a="một"))
    proxy.faults = [ProxyFault(503, "COPY .*/b/index.html", count=1), ProxyFault("slow", "COPY")]
    pages = {name: name for name in "abcdefgh"}
    with pytest.raises(UserError, match=r"Kho đã xác nhận [1-6] trong 8 tệp"):
        publish_to(target, write_output(tmp_path, **pages), LATER_PUBLISH_TIME)


def test_activate_failure_without_a_copy_keeps_the_old_site(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy
) -> None:
    target = bucket.create_target(proxy, tmp_path / "cache", attempts=1)
    publish_to(target, write_output(tmp_path, a="một", b="hai"))
    proxy.faults = [ProxyFault(503, "PUT .*/current")]
    with pytest.raises(UserError, match=r"^Chưa phát hành được, trang đang chạy vẫn giữ nguyên: .* quá tải"):
        publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME)


def test_publish_failure_after_activation_names_the_new_release(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy
) -> None:
    # Readers see the new release, so no message may say that they see the old release.
    target = bucket.create_target(proxy, tmp_path / "cache", attempts=1, grace_hours=0)
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = publish_to(target, write_output(tmp_path, b="hai"), LATER_PUBLISH_TIME).release
    proxy.faults = [ProxyFault(503, "DELETE .*/b/index.html")]
    with pytest.raises(UserError) as caught:
        publish_to(target, write_output(tmp_path, c="ba"), LATER_PUBLISH_TIME + timedelta(hours=1))
    assert str(caught.value).startswith(f"Bạn đọc đã xem bản {target.current_id()}, nhưng chưa dọn được")
    assert target.current_id() != two.id
    proxy.faults = [ProxyFault(503, rf"DELETE .*{one.id}")]
    with pytest.raises(UserError, match=r"Bạn đọc đã xem bản .*, nhưng chưa bỏ được các bản cũ: .* quá tải"):
        publish_to(
            target, write_output(tmp_path, b="hai", c="ba"), LATER_PUBLISH_TIME + timedelta(hours=2), keep=1
        )
    assert bucket.read_text("c/index.html") == "ba"


def test_publish_invalidation_list_not_written_names_the_new_release(
    tmp_path: Path, bucket: TestedBucket, target: S3Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raise_disk_full(_: InvalidationList) -> int:
        raise OSError(errno.ENOSPC, "full")

    publish_to(target, write_output(tmp_path, a="một"))
    monkeypatch.setattr(InvalidationList, "merge_pending", raise_disk_full)
    with pytest.raises(UserError, match=r"^Bạn đọc đã xem bản .*, nhưng chưa ghi được những địa chỉ mà CDN"):
        publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME)
    assert bucket.read_text("a/index.html") == "hai"


def test_describe_releases_failure_error_has_no_promise(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy
) -> None:
    target = bucket.create_target(proxy, tmp_path / "cache", attempts=1)
    publish_to(target, write_output(tmp_path, a="một"))
    proxy.faults = [ProxyFault(503, "GET")]
    with pytest.raises(UserError, match=rf"^{target.name}: kho đang quá tải.*\.$"):
        list(describe_releases(target))


def test_roll_back_failure_before_activation_promises_the_old_site(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy
) -> None:
    target = bucket.create_target(proxy, tmp_path / "cache", attempts=1)
    publish_to(target, write_output(tmp_path, a="một"))
    publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME)
    proxy.faults = [ProxyFault(503, "GET .*list-type", skip_count=1)]
    with pytest.raises(UserError, match=r"trang đang chạy vẫn giữ nguyên: .* quá tải"):
        roll_back(
            target,
            holder="phép thử",
            now=LATER_PUBLISH_TIME,
            withdrawn=WithdrawnAddresses(frozenset(), ""),
            say=print,
        )


def read_all_texts(bucket: TestedBucket) -> dict[str, str]:
    return {path: bucket.read_text(path) for path in bucket.list_paths()}


@pytest.mark.parametrize(
    "case",
    [
        ("AWS_SECRET_ACCESS_KEY", "sai", "không nhận khóa truy cập"),
        ("AWS_ACCESS_KEY_ID", "test:ai-do", "không nhận khóa truy cập"),
        ("AWS_PROFILE", "khong-co", "không có profile ấy"),
    ],
)
def test_publish_wrong_key_error_names_the_reason(
    tmp_path: Path, target: S3Target, monkeypatch: pytest.MonkeyPatch, case: tuple[str, str, str]
) -> None:
    name, value, reason = case
    monkeypatch.setenv(name, value)
    with pytest.raises(UserError, match=reason):
        publish_to(target, write_output(tmp_path))


def test_publish_missing_key_error_names_the_reason(
    tmp_path: Path, target: S3Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(UserError, match="chưa có khóa truy cập"):
        publish_to(target, write_output(tmp_path))


def test_publish_key_of_a_profile_is_used(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    (tmp_path / "credentials").write_text(
        "[bantin]\naws_access_key_id = test:tester\naws_secret_access_key = testing\n"
    )
    assert publish_to(
        bucket.create_target(proxy, tmp_path / "cache", profile="bantin"), write_output(tmp_path)
    ).is_new


def test_publish_endpoint_of_the_environment_is_used(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", proxy.address)
    target = create_target(f"s3://{bucket.name}", tmp_path, tmp_path / "cache", {"addressing_style": "path"})
    publish_to(target, write_output(tmp_path))
    assert f"COPY /{bucket.name}/index.html" in proxy.requests


@pytest.mark.parametrize(
    ("address", "endpoint", "reason"),
    [
        ("s3://khong-co/bao", "", "không có kho"),
        ("s3://kho/bao", "http://127.0.0.1:1", "không tới được kho"),
        ("s3://kho/bao", "không phải địa chỉ", "không dùng được kho"),
    ],
)
def test_publish_unreachable_store_error_names_the_reason(
    tmp_path: Path, proxy: FaultyProxy, address: str, endpoint: str, reason: str
) -> None:
    attempts = 1 if endpoint else 3  # a busy store answers 503 now and then
    settings = {
        "endpoint_url": endpoint or proxy.address,
        "addressing_style": "path",
        "attempts": attempts,
    }
    with pytest.raises(UserError, match=reason):
        publish_to(create_target(address, tmp_path, tmp_path / "cache", settings), write_output(tmp_path))


def test_publish_wrong_clock_error_names_the_reason(
    tmp_path: Path, target: S3Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    def get_late_time(*arguments: object, **options: object) -> datetime:
        return get_time(*arguments, **options) - timedelta(days=2)

    get_time = botocore.auth.get_current_datetime
    monkeypatch.setattr(botocore.auth, "get_current_datetime", get_late_time)
    with pytest.raises(UserError, match="đồng hồ máy này lệch"):
        publish_to(target, write_output(tmp_path))
