"""The tasks of the bulletin: each a line that ``./inv`` lists and a call into a package.

Names as in Pelican's quickstart. What a task raises as PublishError is one Vietnamese sentence
and exit code 1; a traceback is shown with ``--debug`` alone. Imports stand in the tasks: listing
them costs nothing, and a plugin that is broken at the moment does not break the others.
"""

import shlex
import shutil
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.main import program

from plugins.clock import now
from publishing.errors import PublishError
from publishing.lock import held
from publishing.site import BUILD_SETTINGS, PUBLISH_SETTINGS, Site
from workshop.arguments import named
from workshop.task import debugging, task

if TYPE_CHECKING:
    from publishing.settings import PublishSettings
    from publishing.targets.target import Target

sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # in a log as on a terminal: line by line
SITE = Site(Path(__file__).resolve().parent)
if hasattr(program, "core"):  # not in tests, which import the tasks
    program.core.unparsed[:] = named(program.core.unparsed, {"rollback": "--name", "verify": "--url"})
LOOPBACK = "127.0.0.1"
PORT = 8000


@task
def clean(_context: Context) -> None:
    """Xóa output/ và bộ nhớ đệm; không đụng đến nội dung và các bản đã xuất bản."""
    from publishing.due import Due

    with held(SITE.lock, "clean", now()):
        known = Due.read(SITE)
        _clear(SITE.output, SITE.outgoing, SITE.cache)
        if known and known.held:  # that somebody went back is no cache: a timer would undo it
            known.write(SITE)


@partial(task, optional=["explain"])
def build(_context: Context, explain: str = "") -> None:
    """Dựng trang vào output/; --explain [TỆP] cho biết tệp nào được ghi lại và vì sao."""
    _build(BUILD_SETTINGS, explain=explain)


@task
def rebuild(_context: Context) -> None:
    """Xóa output/ rồi dựng lại mọi trang (ảnh đã xử lý được giữ lại)."""
    _build(BUILD_SETTINGS, fresh=True)


@task
def preview(_context: Context) -> None:
    """Dựng trang với thiết lập xuất bản vào output-publish/, chưa phát hành."""
    _build(PUBLISH_SETTINGS)


@task
def serve(
    _context: Context,
    published: bool = False,
    preview: bool = False,
    bind: str = LOOPBACK,
    port: int = PORT,
) -> None:
    """Xem trang trên máy này; --published xem bản đang phát hành, --preview bản sắp phát hành."""
    from publishing.targets.folder import FolderTarget
    from workshop.server import server

    root, base = SITE.output, ""
    if published or preview:
        settings, target = _publish_settings(), _target()
        if published and not isinstance(target, FolderTarget):
            raise PublishError(f"Bản đang phát hành nằm ở {target.name}. Hãy mở {settings.siteurl} để xem.")
        root = target.link if published and isinstance(target, FolderTarget) else SITE.outgoing
        base = settings.base
    if not root.is_dir():
        needed = "publish" if published else "preview" if preview else "build"
        raise PublishError(f"Chưa có gì để xem. Hãy chạy ./inv {needed} trước.")
    with server(root, bind, port, base) as web:
        print(f"Mở http://{bind}:{web.server_port}{base}/ để xem, bấm Ctrl-C để dừng.", flush=True)
        with suppress(KeyboardInterrupt):
            web.serve_forever()


@task
def livereload(_context: Context, bind: str = LOOPBACK, port: int = PORT) -> None:
    """Vừa viết vừa xem: dựng lại và tải lại trình duyệt sau mỗi thay đổi."""
    from workshop.watch import watch

    watch(SITE, lambda: _build(BUILD_SETTINGS), bind, port, print)


@task
def check(_context: Context) -> None:
    """Kiểm tra nội dung, không dựng trang."""
    from publishing.settings import PublishSettings, read_settings
    from publishing.steps import check_alone

    table = read_settings(SITE.root / PUBLISH_SETTINGS)
    PublishSettings.of(table)  # what would stop a publish is told here too
    check_alone(SITE, table, now())


@partial(task, optional=["explain"])
def publish(_context: Context, explain: str = "", due: bool = False) -> None:
    """Kiểm tra, dựng, soát lại rồi phát hành trang; --explain [TỆP] như của build, --due chỉ khi có gì đến giờ."""
    if due:
        from publishing.due import nothing_due

        if reason := nothing_due(SITE, now()):  # before anything else is imported
            print(reason)
            return
    from publishing.pipeline import publish as publish_site
    from publishing.pipeline import publish_due

    if due:
        publish_due(SITE, now(), debug=debugging())
        return
    publish_site(SITE, now(), debug=debugging(), explain=explain)


@task
def releases(_context: Context) -> None:
    """Xem các bản đã xuất bản còn giữ: mã, lúc nào, ai, bài nào thay đổi."""
    from publishing.history import told

    for line in told(_target()):
        print(line)


@task
def rollback(_context: Context, name: str = "") -> None:
    """Quay lại bản trước bản đang chạy, hoặc bản có mã đã cho: ./inv rollback 20261123-0730."""
    from publishing.due import holding
    from publishing.history import roll_back
    from publishing.occasion import who
    from publishing.sought import sought

    settings, moment = _publish_settings(), now()
    release = roll_back(
        _target(),
        name,
        holder=f"rollback của {who()}",
        moment=moment,
        sought=sought(SITE.content, settings.siteurl),
        say=print,
        holding=lambda chosen: holding(SITE, chosen, moment),
    )
    print(f"Bạn đọc đang xem lại bản {release.id}, xuất bản lúc {release.when:%H:%M ngày %d/%m/%Y}.")
    print("Nội dung trong content/ giữ nguyên: hãy sửa rồi chạy ./inv publish; publish --due chờ đến lúc đó.")


@task
def verify(_context: Context, url: str = "", sample: int = 0) -> None:
    """Đối chiếu trang đang chạy với bản đã xuất bản: ./inv verify [ĐỊA-CHỈ]; --sample 200 chỉ xem một phần."""
    from publishing.verifying import report

    report(_target(), url or _publish_settings().siteurl, sample, now(), print)


@task
def withdraw(_context: Context, address: str, reason: str = "", by: str = "") -> None:
    """Gỡ một bài khỏi trang và khỏi mọi bản cũ: ./inv withdraw /2026/11/ten-bai/ --reason "…" --by "…"."""
    from publishing.withdrawing import withdraw as withdraw_article

    withdraw_article(SITE, address, reason=reason, by=by, moment=now(), say=print)


@task
def new(_context: Context, title: str, section: str = "") -> None:
    """Tạo bài mới: ./inv new "Tiêu đề bài" --section "Tên chuyên mục"."""
    from workshop.draft import create_draft

    file = create_draft(SITE.content, title, section, now())
    print(f"Đã tạo {file.relative_to(SITE.root)} (bản nháp).")
    print(
        "Hãy mở tệp để viết; viết xong đổi “status: draft” thành “status: published” rồi chạy ./inv publish."
    )


@task
def lint(_context: Context) -> None:
    """Soát mã nguồn (ruff, mypy)."""
    from workshop.suite import lint as lint_all

    lint_all(SITE.root)


@task
def test(_context: Context, fast: bool = False) -> None:  # noqa: PT028  # a task, not a test
    """Cài thứ cần để thử, soát mã nguồn và chạy mọi phép thử; --fast bỏ phần trình duyệt và máy chủ."""
    from workshop.suite import test as test_all

    test_all(SITE.root, fast=fast, options=_remainder(), say=print)


@task
def bench(
    _context: Context,
    *,
    articles: int = 10_000,
    rounds: int = 3,
    peers: str = "hugo,pelican,eleventy",
    scenarios: str = "",
    big: bool = False,
    write: bool = False,
) -> None:
    """Đo thời gian dựng bên cạnh Hugo, Pelican, Eleventy; --write ghi kết quả vào README.md và bench/results/."""
    from bench.command import Options
    from bench.command import bench as run_bench

    def say(line: str) -> None:
        print(line, flush=True)

    run_bench(Options(articles, rounds, peers, scenarios, big, write), say)


@task
def lock(_context: Context, upgrade: bool = False, python: str = "/usr/bin/python3") -> None:
    """Ghi lại các tệp ghim phiên bản bằng bản Python cũ nhất; --upgrade lấy bản mới hơn."""
    from workshop.locks import write_locks

    write_locks(SITE.root, SITE.cache, interpreter=python, upgrade=upgrade)


def _clear(*folders: Path) -> None:
    """Remove folders of our own, under a lock that the caller holds."""
    for folder in folders:
        if folder.is_symlink():
            raise PublishError(f"{folder} là liên kết ra ngoài, không xóa. Hãy tự xóa nếu đúng ý.")
        if folder.exists():
            shutil.rmtree(folder)


def _build(settings: str, *, fresh: bool = False, explain: str | bool = "") -> None:
    from publishing.build import building, explained

    started, moment = time.monotonic(), now()
    with held(SITE.lock, "build", moment) as descriptor:
        if fresh:
            _clear(SITE.output)
        with building(
            SITE, settings, moment, options=_remainder(), lock=descriptor, debug=debugging()
        ) as run:
            if settings == PUBLISH_SETTINGS:
                _publish_settings()  # while the build gets ready
            run.begin()
            run.finish()
    for line in explained(SITE, settings, explain):
        print(line)
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    output, way = SITE.output_of(settings).name, " --preview" if settings == PUBLISH_SETTINGS else ""
    print(f"Đã dựng xong trong {seconds} giây vào {output}/. Xem: ./inv serve{way}")


def _publish_settings() -> "PublishSettings":
    from publishing.settings import PublishSettings, read_settings

    return PublishSettings.of(read_settings(SITE.root / PUBLISH_SETTINGS))


def _target() -> "Target":
    from publishing.targets.choice import target_of

    settings = _publish_settings()
    return target_of(settings.to, SITE.root, SITE.cache, settings.store)


def _remainder() -> list[str]:
    """Return what stands after ``--``: options for Pelican or pytest."""
    return shlex.split(program.core.remainder or "")
