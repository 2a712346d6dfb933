"""Tests of the object lock with a real store."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.s3 import lock
from bulletin.publishing.targets.s3.bucket import Bucket
from bulletin.publishing.targets.s3.settings import S3Settings
from bulletin.publishing.targets.s3.target import S3Target
from tests.publishing.small_release import LATER_PUBLISH_TIME, PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.faulty_proxy import FaultyProxy, ProxyFault
from tests.publishing.targets.s3.conftest import KEY_PREFIX, LOCK_KEY, TestedBucket


@pytest.mark.servers
def test_hold_lock_second_publisher_waits_and_gets_the_name_of_the_first(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, target: S3Target
) -> None:
    other, messages, order = bucket.create_target(proxy, tmp_path / "other"), list[str](), list[str]()
    entered, is_reported = threading.Event(), threading.Event()

    def hold_first() -> None:
        with target.hold_lock("publish của An", PUBLISH_TIME, print):
            entered.set()
            is_reported.wait(20)
            order.append("An")

    def receive(message: str) -> None:
        messages.append(message)
        is_reported.set()

    thread = threading.Thread(target=hold_first)
    thread.start()
    entered.wait()
    with other.hold_lock("publish của Bình", LATER_PUBLISH_TIME, receive):
        order.append("Bình")
        thread.join()
    assert messages == [
        f"Đang có người xuất bản vào {target.name} (publish của An, từ 12:00:00 23/11/2026). Xin chờ…"
    ]
    assert order == ["An", "Bình"]
    assert LOCK_KEY not in bucket.list_keys()


@pytest.mark.servers
def test_put_of_an_older_object_has_no_etag(
    bucket: TestedBucket, proxy: FaultyProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Bucket(bucket.name, S3Settings(endpoint_url=proxy.address, addressing_style="path"), "kho")
    monkeypatch.setattr(Bucket, "_call", lambda *_, **__: {"ResponseMetadata": {"HTTPStatusCode": 202}})
    assert store.put("khóa", b"An").etag == ""


@pytest.mark.servers
def test_publish_two_at_once_run_one_after_the_other(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "CONFLICT_WAIT_SECONDS", 0.5)  # the machine may be busy
    failed: list[BaseException] = []

    def run(name: str) -> None:
        try:
            site = write_output(tmp_path / name, **{page: f"{name} {page}" for page in "abcdef"})
            publish_to(bucket.create_target(proxy, tmp_path / name / "cache"), site)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(name,)) for name in ("an", "bình")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    target = bucket.create_target(proxy, tmp_path / "cache")
    current = target.current_id()
    assert current == target.release_ids()[-1]
    assert len(target.release_ids()) == 2
    assert len({bucket.read_text(f"{page}/index.html").split()[0] for page in "abcdef"}) == 1
    assert target.is_unmodified(target.read_release(current))


@pytest.mark.servers
def test_hold_lock_lock_of_a_crash_is_taken_over(
    tmp_path: Path, bucket: TestedBucket, target: S3Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.put_object(LOCK_KEY, json.dumps({"token": "1", "words": "publish của An, từ 08:00:00 20/11/2026"}))
    monkeypatch.setattr(lock, "EXPIRY_SECONDS", 2.0)
    messages: list[str] = []
    with target.hold_lock("publish của Bình", LATER_PUBLISH_TIME, messages.append):
        pass
    assert [words.partition(" (")[0] for words in messages] == [
        f"Đang có người xuất bản vào {target.name}",
        "Khóa của publish của An, từ 08:00:00 20/11/2026 còn sót lại sau sự cố; đã bỏ qua.",
    ]


@pytest.mark.servers
def test_hold_lock_long_work_keeps_the_lock(
    bucket: TestedBucket,
    proxy: FaultyProxy,
    target: S3Target,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lock, "EXPIRY_SECONDS", 2.5)
    monkeypatch.setattr(lock, "HEARTBEAT_SECONDS", 0.3)
    messages, order = list[str](), list[str]()
    entered = threading.Event()

    def hold_first() -> None:
        with target.hold_lock("publish của An", PUBLISH_TIME, print):
            entered.set()
            time.sleep(4)
            order.append("An")

    thread = threading.Thread(target=hold_first)
    thread.start()
    entered.wait()
    with bucket.create_target(proxy, tmp_path / "other").hold_lock(
        "publish của Bình", LATER_PUBLISH_TIME, messages.append
    ):
        order.append("Bình")
    thread.join()
    assert order == ["An", "Bình"]
    assert len(messages) == 1


@pytest.mark.servers
def test_activate_lost_lock_is_refused(tmp_path: Path, bucket: TestedBucket, target: S3Target) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    two = publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME).release
    with target.hold_lock("publish của An", PUBLISH_TIME, print):
        bucket.put_object(
            LOCK_KEY, json.dumps({"token": "1", "words": "publish của Bình, từ 12:00:05 23/11/2026"})
        )
        with pytest.raises(UserError, match="sang tay publish của Bình, từ 12:00:05"):
            target.activate(target.release_ids()[0])
    assert bucket.read_text("a/index.html") == "hai"
    assert target.current_id() == two.id
    assert LOCK_KEY in bucket.list_keys()


@pytest.mark.servers
def test_lost_lock_every_write_is_refused(tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy) -> None:
    target = bucket.create_target(proxy, tmp_path / "cache", grace_hours=0)
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    with_grace = bucket.create_target(proxy, tmp_path / "cache")
    publish_to(with_grace, write_output(tmp_path, a="ba"), LATER_PUBLISH_TIME)
    staged = StagedSite.from_folder(write_output(tmp_path, a="một"))
    bucket.put_object(f".releases/files/{'0' * 64}", "lạc")
    actions: dict[str, Callable[[], object]] = {
        "activate": lambda: target.activate(one.id),
        "delete": lambda: target.delete([one.id]),
        "clean up": target.clean_up,
        "rewrite": lambda: target.rewrite(staged, replace(one, manifest=staged.manifest)),
        "purge": target.purge_unreferenced,
        "upload": lambda: target.upload(
            staged, replace(one, id=one.id.replace("2026", "2027"), manifest=staged.manifest), one
        ),
    }
    for name, action in actions.items():
        with target.hold_lock("publish của An", PUBLISH_TIME, print):
            bucket.put_object(LOCK_KEY, json.dumps({"token": "1", "words": "publish của Bình"}))
            before = bucket.list_etags()
            with pytest.raises(UserError, match="sang tay publish của Bình"):
                action()
        assert bucket.list_etags() == before, name
        bucket.delete_object(LOCK_KEY)


@pytest.mark.servers
@pytest.mark.parametrize("is_retry", [pytest.param(False, marks=pytest.mark.plays), True])
def test_activate_machine_slept_sends_no_further_copy(
    tmp_path: Path,
    bucket: TestedBucket,
    proxy: FaultyProxy,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_retry: bool,
) -> None:
    # Neither the next copy of the same batch nor a retry of a request is sent.
    target = bucket.create_target(proxy, tmp_path / "cache", workers=1)
    publish_to(target, write_output(tmp_path, a="một", b="hai", c="ba"))
    proxy.requests.clear()
    proxy.faults = [ProxyFault(503, "COPY", count=1)] if is_retry else []
    read_clock = lock.read_boot_clock
    monkeypatch.setattr(
        lock,
        "read_boot_clock",
        lambda: (
            read_clock() + (lock.EXPIRY_SECONDS if proxy.list_keys("COPY") or proxy.injected_count else 0)
        ),
    )
    with pytest.raises(UserError, match="có thể đã sang tay lệnh khác, vì máy này im lặng quá lâu"):
        publish_to(target, write_output(tmp_path, a="1", b="2", c="3"), LATER_PUBLISH_TIME)
    assert len(proxy.list_keys("COPY")) == (0 if is_retry else 1)
    assert proxy.list_keys("DELETE") == [f"/{bucket.name}/{KEY_PREFIX}/{LOCK_KEY}"]
