"""Whoever holds the lock of a store, and the others: with the store itself."""

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
from bulletin.publishing.targets.s3.target import S3Target
from tests.publishing.helpers import LATER_PUBLISH_TIME, PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.faulty_proxy import FaultyProxy, ProxyFault
from tests.publishing.targets.s3.conftest import KEY_PREFIX, LOCK_KEY, TestedBucket


@pytest.mark.servers
def test_the_second_publisher_waits_and_is_told_for_whom(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, target: S3Target
) -> None:
    other, said, order = bucket.create_target(proxy, tmp_path / "other"), list[str](), list[str]()
    entered = threading.Event()

    def first() -> None:
        with target.hold_lock("publish của An", PUBLISH_TIME, print):
            entered.set()
            time.sleep(1)
            order.append("An")

    thread = threading.Thread(target=first)
    thread.start()
    entered.wait()
    with other.hold_lock("publish của Bình", LATER_PUBLISH_TIME, said.append):
        order.append("Bình")
        thread.join()
    assert said == [
        f"Đang có người xuất bản vào {target.name} (publish của An, từ 12:00:00 23/11/2026). Xin chờ…"
    ]
    assert order == ["An", "Bình"]
    assert LOCK_KEY not in bucket.list_keys()


@pytest.mark.servers
def test_two_publishes_at_once_are_one_after_the_other(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy
) -> None:
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
def test_a_lock_left_by_a_crash_is_taken_over(
    tmp_path: Path, bucket: TestedBucket, target: S3Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.put_object(LOCK_KEY, json.dumps({"token": "1", "words": "publish của An, từ 08:00:00 20/11/2026"}))
    monkeypatch.setattr(lock, "EXPIRY_SECONDS", 2.0)
    said: list[str] = []
    with target.hold_lock("publish của Bình", LATER_PUBLISH_TIME, said.append):
        pass
    assert [words.partition(" (")[0] for words in said] == [
        f"Đang có người xuất bản vào {target.name}",
        "Khóa của publish của An, từ 08:00:00 20/11/2026 còn sót lại sau sự cố; đã bỏ qua.",
    ]


@pytest.mark.servers
def test_whoever_works_long_keeps_the_lock(
    bucket: TestedBucket,
    proxy: FaultyProxy,
    target: S3Target,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lock, "EXPIRY_SECONDS", 2.5)
    monkeypatch.setattr(lock, "HEARTBEAT_SECONDS", 0.3)
    said, order = list[str](), list[str]()
    entered = threading.Event()

    def first() -> None:
        with target.hold_lock("publish của An", PUBLISH_TIME, print):
            entered.set()
            time.sleep(4)
            order.append("An")

    thread = threading.Thread(target=first)
    thread.start()
    entered.wait()
    with bucket.create_target(proxy, tmp_path / "other").hold_lock(
        "publish của Bình", LATER_PUBLISH_TIME, said.append
    ):
        order.append("Bình")
    thread.join()
    assert order == ["An", "Bình"]
    assert len(said) == 1


@pytest.mark.servers
def test_whoever_lost_the_lock_shows_nothing(tmp_path: Path, bucket: TestedBucket, target: S3Target) -> None:
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
@pytest.mark.parametrize("deed", ["switch", "forget", "tidy", "amend", "purge", "make"])
def test_whoever_lost_the_lock_writes_and_deletes_nothing(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, deed: str
) -> None:
    target = bucket.create_target(proxy, tmp_path / "cache", grace_hours=0)
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    patient = bucket.create_target(proxy, tmp_path / "cache")
    publish_to(patient, write_output(tmp_path, a="ba"), LATER_PUBLISH_TIME)
    outgoing = StagedSite.from_folder(write_output(tmp_path, a="một"))
    bucket.put_object(f".releases/files/{'0' * 64}", "lạc")
    deeds: dict[str, Callable[[], object]] = {
        "switch": lambda: target.activate(one.id),
        "forget": lambda: target.delete([one.id]),
        "tidy": target.clean_up,
        "amend": lambda: target.rewrite(outgoing, replace(one, manifest=outgoing.manifest)),
        "purge": target.purge_unreferenced,
        "make": lambda: target.upload(
            outgoing, replace(one, id=one.id.replace("2026", "2027"), manifest=outgoing.manifest), one
        ),
    }
    with target.hold_lock("publish của An", PUBLISH_TIME, print):
        bucket.put_object(LOCK_KEY, json.dumps({"token": "1", "words": "publish của Bình"}))
        there = bucket.list_etags()
        with pytest.raises(UserError, match="sang tay publish của Bình"):
            deeds[deed]()
    assert bucket.list_etags() == there


@pytest.mark.servers
@pytest.mark.parametrize("again", [False, True])
def test_whoever_slept_long_shows_nothing_more(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, monkeypatch: pytest.MonkeyPatch, *, again: bool
) -> None:
    """Neither what was to follow within the same turn, nor a request that is sent for the second time."""
    target = bucket.create_target(proxy, tmp_path / "cache", workers=1)
    publish_to(target, write_output(tmp_path, a="một", b="hai", c="ba"))
    proxy.requests.clear()
    proxy.faults = [ProxyFault(503, "COPY", count=1)] if again else []
    awake = lock.read_boot_clock
    monkeypatch.setattr(
        lock,
        "read_boot_clock",
        lambda: awake() + (lock.EXPIRY_SECONDS if proxy.list_keys("COPY") or proxy.injected_count else 0),
    )
    with pytest.raises(UserError, match="có thể đã sang tay lệnh khác, vì máy này im lặng quá lâu"):
        publish_to(target, write_output(tmp_path, a="1", b="2", c="3"), LATER_PUBLISH_TIME)
    assert len(proxy.list_keys("COPY")) == (0 if again else 1)
    assert proxy.list_keys("DELETE") == [f"/{bucket.name}/{KEY_PREFIX}/{LOCK_KEY}"]
