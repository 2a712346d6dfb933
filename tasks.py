"""The tasks of the bulletin: each a line that ``./inv`` lists and a call into a package.

Names as in Pelican's quickstart. ``examples`` of the decorator are further uses of a command, without its name.
What a task raises as UserError is one Vietnamese sentence and exit code 1; a traceback is shown with
``--debug`` alone. Imports stand in the tasks: listing them costs nothing, and a plugin that is broken at
the moment does not break the others.
"""

from contextlib import suppress
from typing import TYPE_CHECKING

from invoke.context import Context

from bulletin.cli.build import SITE
from bulletin.cli.build import build as build_site
from bulletin.cli.command_help import Text
from bulletin.cli.maintenance import bench, clean, lint, lock, rebuild, test
from bulletin.cli.program import program
from bulletin.cli.task import debugging, remainder, task
from bulletin.cli.terminal import open_streams
from bulletin.clock import now
from bulletin.errors import UserError
from bulletin.publishing.workspace import BUILD_SETTINGS, PUBLISH_SETTINGS

if TYPE_CHECKING:
    from bulletin.publishing.settings.settings import PublishSettings
    from bulletin.publishing.targets.base import Target

open_streams()  # also for Invoke's own command
LOOPBACK = "127.0.0.1"
PORT = 8000
WHERE = {
    "bind": "Địa chỉ của máy này mà trang xem thử mở ra; 0.0.0.0 cho máy khác trong mạng cùng xem.",
    "port": "Cổng của trang xem thử, khi cổng 8000 đang có chương trình khác dùng.",
}
EXPLAIN = "Kể từng tệp được ghi lại và vì sao; có tên tệp hay địa chỉ theo sau thì kể riêng tệp ấy."


@task(examples=["--explain", "--explain 2026/11/ten-bai/"], optional=["explain"], help={"explain": EXPLAIN})
def build(context: Context, explain: str = "") -> None:
    """Dựng trang vào output/; --explain [TỆP] cho biết tệp nào được ghi lại và vì sao."""
    build_site(SITE, BUILD_SETTINGS, options=remainder(context), explain=explain)


@task()
def preview(context: Context) -> None:
    """Dựng trang với thiết lập xuất bản vào output-publish/, chưa phát hành."""
    build_site(SITE, PUBLISH_SETTINGS, options=remainder(context))


@task(
    examples=["--published", "--preview", "--port 8080", "--bind 0.0.0.0"],
    help={
        "published": "Xem bản đang phát hành.",
        "preview": "Xem bản mà ./inv preview đã dựng, chưa phát hành.",
        **WHERE,
    },
)
def serve(
    _context: Context,
    published: bool = False,
    preview: bool = False,
    bind: str = LOOPBACK,
    port: int = PORT,
) -> None:
    """Xem trang trên máy này; --published xem bản đang phát hành, --preview bản sắp phát hành."""
    from bulletin.cli.preview_server import refuse_unusable, server

    refuse_unusable(bind, port)
    root, base = SITE.output, ""
    if published or preview:
        settings, target = _publish_settings(), _target()
        if published and not target.local_root:
            raise UserError(f"Bản đang phát hành nằm ở {target.name}. Hãy mở {settings.siteurl} để xem.")
        root = (published and target.local_root) or SITE.outgoing
        base = settings.base
    if not root.is_dir():
        needed = "publish" if published else "preview" if preview else "build"
        raise UserError(f"Chưa có gì để xem. Hãy chạy ./inv {needed} trước.")
    with server(root, bind, port, base) as web:
        print(f"Mở http://{bind}:{web.server_port}{base}/ để xem, bấm Ctrl-C để dừng.", flush=True)
        with suppress(KeyboardInterrupt):
            web.serve_forever()


@task(examples=["--port 8080", "--bind 0.0.0.0"], help=WHERE)
def livereload(context: Context, bind: str = LOOPBACK, port: int = PORT) -> None:
    """Vừa viết vừa xem: dựng lại và tải lại trình duyệt sau mỗi thay đổi."""
    from bulletin.cli.preview_server import refuse_unusable
    from bulletin.cli.watch import watch

    refuse_unusable(bind, port)
    watch(SITE, lambda: build_site(SITE, BUILD_SETTINGS, options=remainder(context)), bind, port, print)


@task()
def check(_context: Context) -> None:
    """Kiểm tra nội dung, không dựng trang."""
    from bulletin.publishing.settings.settings import PublishSettings, read_settings
    from bulletin.publishing.steps import check_alone
    from bulletin.publishing.targets.s3.settings import StoreSettings

    table = read_settings(SITE.root / PUBLISH_SETTINGS)
    StoreSettings.of(PublishSettings.of(table).store)  # what would stop a publish is told here too
    check_alone(SITE, table, now())


@task(
    examples=["--explain", "--explain 2026/11/ten-bai/", "--due"],
    optional=["explain"],
    help={
        "explain": EXPLAIN,
        "due": "Chỉ xuất bản khi có gì đến giờ đăng hoặc hết hạn; để máy tự chạy định kỳ.",
    },
)
def publish(_context: Context, explain: str = "", due: bool = False) -> None:
    """Kiểm tra, dựng, soát lại rồi phát hành trang; --explain [TỆP] như của build, --due chỉ khi có gì đến giờ."""
    if due:
        from bulletin.publishing.schedule import nothing_due

        if reason := nothing_due(SITE, now()):  # before anything else is imported
            print(reason)
            return
    from bulletin.publishing.pipeline import publish as publish_site
    from bulletin.publishing.pipeline import publish_due

    if due:
        publish_due(SITE, now(), debug=debugging())
        return
    publish_site(SITE, now(), debug=debugging(), explain=explain)


@task()
def releases(_context: Context) -> None:
    """Xem các bản đã xuất bản còn giữ: mã, lúc nào, ai, bài nào thay đổi."""
    from bulletin.publishing.rollback import told

    for line in told(_target()):
        print(line)


@task(
    examples=["20261123-0730"],
    positional=["name"],
    help={"name": "Mã của bản, hoặc phần đầu của mã, như ./inv releases kể."},
)
def rollback(_context: Context, name: str = "") -> None:
    """Quay lại bản trước bản đang chạy, hoặc bản có mã đã cho: ./inv rollback 20261123-0730."""
    from bulletin.publishing.git import publisher_name
    from bulletin.publishing.rollback import roll_back
    from bulletin.publishing.schedule import holding
    from bulletin.publishing.withdrawal.addresses import sought

    settings, moment = _publish_settings(), now()
    release = roll_back(
        _target(),
        name,
        holder=f"rollback của {publisher_name()}",
        moment=moment,
        sought=sought(SITE.content, settings.siteurl),
        say=print,
        holding=lambda chosen: holding(SITE, chosen, moment),
    )
    print(f"Bạn đọc đang xem lại bản {release.id}, xuất bản lúc {release.when:%H:%M ngày %d/%m/%Y}.")
    print("Nội dung trong content/ giữ nguyên: hãy sửa rồi chạy ./inv publish; publish --due chờ đến lúc đó.")


@task(
    examples=["https://bantin.example.vn", "--sample 200"],
    positional=["url"],
    help={
        "url": "Địa chỉ của trang, nếu không phải là SITEURL trong publishconf.py.",
        "sample": "Số trang ngẫu nhiên được xem bên cạnh các trang chính; không có thì xem mọi tệp.",
    },
)
def verify(_context: Context, url: str = "", sample: int = 0) -> None:
    """Đối chiếu trang đang chạy với bản đã xuất bản; --sample 200 chỉ xem một phần."""
    from bulletin.content.markup.video_embeds import frame_sources
    from bulletin.content.settings import RecordsSettings
    from bulletin.publishing.settings.settings import read_settings
    from bulletin.publishing.verification.altered_files import altered_file
    from bulletin.publishing.verification.command import report
    from bulletin.settings.tables import settings_from

    table = read_settings(SITE.root / PUBLISH_SETTINGS)
    hosts = settings_from(RecordsSettings, "RECORDS", table.get("RECORDS", {})).video_hosts
    frames = frame_sources(hosts)
    report(
        _target(), url or _publish_settings().siteurl, sample, print, frames=frames, note=altered_file(SITE)
    )


@task(
    examples=['/2026/11/ten-bai/ --reason "…" --by "…"', '/chu-de/ten-cu/ --reason "…" --by "…"'],
    help={
        "address": "Địa chỉ của bài hay của trang danh sách, chép từ thanh địa chỉ của trình duyệt.",
        "reason": "Lý do gỡ, ghi lại trong content/withdrawn.yml.",
        "by": "Người quyết định, ghi lại trong content/withdrawn.yml.",
    },
)
def withdraw(_context: Context, address: str, reason: Text = "", by: Text = "") -> None:
    """Gỡ một bài khỏi trang và khỏi mọi bản cũ, hoặc bỏ một trang danh sách đã hết bài."""
    from bulletin.publishing.withdraw import withdraw as withdraw_article

    withdraw_article(SITE, address, reason=reason, by=by, moment=now(), say=print)


@task(
    examples=['"Tiêu đề bài" --section "Tên chuyên mục"'],
    help={
        "title": "Tiêu đề, đặt trong dấu ngoặc kép.",
        "section": "Tên chuyên mục, như ghi trong content/sections.yml.",
    },
)
def new(_context: Context, title: Text, section: Text = "") -> None:
    """Tạo bài mới: ./inv new "Tiêu đề bài" --section "Tên chuyên mục"."""
    from bulletin.cli.new_article import create_draft

    file = create_draft(SITE.content, title, section, now())
    print(f"Đã tạo {file.relative_to(SITE.root)} (bản nháp).")
    print(
        "Hãy mở tệp để viết; viết xong đổi “status: draft” thành “status: published” rồi chạy ./inv publish."
    )


def _publish_settings() -> "PublishSettings":
    from bulletin.publishing.settings.settings import PublishSettings, read_settings

    return PublishSettings.of(read_settings(SITE.root / PUBLISH_SETTINGS))


def _target() -> "Target":
    from bulletin.publishing.targets.factory import target_of

    settings = _publish_settings()
    return target_of(settings.to, SITE.root, SITE.cache, settings.store)


GROUPS = {
    "Viết và xuất bản, theo thứ tự công việc": (
        *(new, check, livereload, build, serve, preview),
        *(publish, releases, rollback, withdraw, verify),
    ),
    "Dành cho người bảo trì": (clean, rebuild, lint, test, bench, lock),
}
"""The tasks as ``./inv`` lists them."""

if __name__ == "__main__":  # inv starts it
    program.offer(GROUPS)
    program.run()
