"""Commands of ``./inv`` in every site.

Each command is a line of the list and a call into a package.

The commands that Pelican's quickstart has keep their names.
A UserError becomes one Vietnamese sentence and exit code 1. ``--debug`` shows the traceback.

Imports stand inside the commands.
Reason: the list of commands appears quickly, and a broken plugin breaks only the commands that use it.
"""

import sys
from contextlib import ExitStack, suppress
from json import dumps
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.exceptions import Exit

from bulletin.cli.build import SITE, build_site, clean_workspace
from bulletin.cli.command_help import Command, Text
from bulletin.cli.program import program
from bulletin.cli.task import define_command, get_extra_options, is_debugging
from bulletin.cli.terminal import configure_streams
from bulletin.clock import read_build_time
from bulletin.errors import UserError
from bulletin.publishing.workspace import BUILD_SETTINGS_FILE, PUBLISH_SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from bulletin.publishing.settings.settings import PublishSettings
    from bulletin.publishing.targets.base import Target

configure_streams()  # here, so that Invoke's own program has it too
LOOPBACK = "127.0.0.1"
PORT = 8000
DUE_COMMAND = "./inv publish --due"
SERVER_OPTIONS = {
    "bind": "Địa chỉ của máy này mà trang xem thử mở ra; 0.0.0.0 cho máy khác trong mạng cùng xem.",
    "port": "Cổng của trang xem thử, khi cổng 8000 đang có chương trình khác dùng.",
}
EDITOR_HEADING, MAINTAINER_HEADING = "Viết và xuất bản, theo thứ tự công việc", "Dành cho người bảo trì"
EXPLAIN_OPTION = "Kể từng tệp được ghi lại và vì sao; có tên tệp hay địa chỉ theo sau thì kể riêng tệp ấy."


@define_command(
    examples=["--explain", "--explain 2026/11/ten-bai/"],
    optional=["explain"],
    help={"explain": EXPLAIN_OPTION},
)
def build(context: Context, explain: str = "") -> None:
    """Dựng trang vào output/; --explain [TỆP] cho biết tệp nào được ghi lại và vì sao."""
    build_site(SITE, BUILD_SETTINGS_FILE, options=get_extra_options(context), explain=explain)


@define_command()
def preview(context: Context) -> None:
    """Dựng trang với thiết lập xuất bản vào output-publish/, chưa phát hành."""
    build_site(SITE, PUBLISH_SETTINGS_FILE, options=get_extra_options(context))


@define_command(
    examples=["--published", "--preview", "--port 8080", "--bind 0.0.0.0"],
    help={
        "published": "Xem bản đang phát hành.",
        "preview": "Xem bản mà ./inv preview đã dựng, chưa phát hành.",
        **SERVER_OPTIONS,
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
    from bulletin.cli.preview_server import check_bind_address, create_server

    check_bind_address(bind, port)
    root, base = SITE.output, ""
    if published or preview:
        settings, target = _load_publish_settings(), _create_target()
        if published and not target.local_root:
            raise UserError(f"Bản đang phát hành nằm ở {target.name}. Hãy mở {settings.siteurl} để xem.")
        root = (published and target.local_root) or SITE.publish_output
        base = settings.base_path
    if not root.is_dir():
        needed = "publish" if published else "preview" if preview else "build"
        raise UserError(f"Chưa có gì để xem. Hãy chạy ./inv {needed} trước.")
    with create_server(root, bind, port, base) as web:
        print(f"Mở http://{bind}:{web.server_port}{base}/ để xem, bấm Ctrl-C để dừng.", flush=True)
        with suppress(KeyboardInterrupt):
            web.serve_forever()


@define_command(examples=["--port 8080", "--bind 0.0.0.0"], help=SERVER_OPTIONS)
def livereload(context: Context, bind: str = LOOPBACK, port: int = PORT) -> None:
    """Vừa viết vừa xem, cả bài nháp và bài hẹn giờ: dựng lại và tải lại trình duyệt sau mỗi thay đổi."""
    from bulletin.cli.livereload.command import run_livereload
    from bulletin.cli.preview_server import check_bind_address

    check_bind_address(bind, port)
    run_livereload(SITE, bind, port, print, options=get_extra_options(context), debug=is_debugging())


@define_command(
    examples=["--all", '--kind "không có chuyên mục"', "--json", "--links"],
    help={
        "all": "Kể hết mọi chỗ; bình thường, hơn 30 chỗ thì đếm theo loại và kể vài chỗ đầu.",
        "kind": "Loại lỗi cần kể hết: vài chữ trong câu báo, hoặc tên cảnh báo.",
        "json": "In kết quả dạng JSON, cho chương trình khác đọc.",
        "links": "Hỏi cả các trang khác xem địa chỉ mà bài dẫn tới còn không; cần mạng, lần đầu có thể lâu.",
    },
)
def check(
    _context: Context,
    all: bool = False,  # noqa: A002  # as it is typed
    kind: Text = "",
    json: bool = False,
    links: bool = False,
) -> None:
    """Kiểm tra nội dung, không dựng trang."""
    from bulletin.cli.check import check_site, describe_check

    if links and json:
        raise UserError("--links và --json không đi cùng nhau. Hãy chọn một.")
    if not json:
        check_site(SITE, read_build_time(), kind=kind, is_complete=all, has_links=links)
        return
    result = describe_check(SITE, read_build_time())
    print(dumps(result, ensure_ascii=False, indent=1))
    if not result["is_publishable"]:
        raise Exit(code=1)


@define_command(
    stamps_log=True,
    examples=[
        *("--explain", "--explain 2026/11/ten-bai/", "--due"),
        *("--only content/articles/2026/11/ten-bai.md", "--only content/articles/a.md content/ads/tet.yml"),
    ],
    optional=["explain"],
    iterable=["only"],
    help={
        "explain": EXPLAIN_OPTION,
        "due": "Chỉ xuất bản khi có gì đến giờ đăng hoặc hết hạn; để máy tự chạy định kỳ.",
        "only": "Tệp được đăng, một hay nhiều; mọi phần khác giữ như bản bạn đọc đang xem.",
    },
)
def publish(_context: Context, explain: str = "", due: bool = False, only: list[str] | None = None) -> None:
    """Kiểm tra, dựng, soát lại rồi phát hành trang; --only TỆP chỉ đăng tệp ấy, --due chỉ khi có gì đến giờ."""
    from bulletin.publishing.alerts.watch import CommandWatch, forget_failure, watch_command

    now = read_build_time()
    if due:
        if only:
            raise UserError("--only và --due không đi cùng nhau. Hãy chọn một.")
        with watch_command(SITE, DUE_COMMAND, now) as watch:
            from bulletin.publishing.schedule import PublishSchedule, examine_schedule
            from bulletin.publishing.timer_pull import pull_for_timer

            if not pull_for_timer(SITE, now, watch.say):
                watch.is_skipped = True
                return
            schedule = PublishSchedule.read(SITE)
            answer = examine_schedule(SITE, now)
            if answer.not_due_reason:  # before slow imports
                watch.say(answer.not_due_reason)
                if answer.problem:
                    watch.say(answer.problem)
                    watch.report_problem(answer.problem)
                return
            from bulletin.publishing.pipeline import publish_if_due

            result = publish_if_due(SITE, now, watch.say, debug=is_debugging())
            watch.is_skipped = result is None
            if result:
                watch.report_punctuality(schedule)
            if result and result.is_repair:
                watch.report_altered_site(result.release.id)
        return
    from bulletin.publishing.pipeline import publish as publish_site

    published = publish_site(SITE, now, debug=is_debugging(), explain=explain, only=only or ())
    if published.is_repair:
        CommandWatch(SITE, "./inv publish", now).report_altered_site(published.release.id)
    if not only:  # the timer publishes all files, and the fault may be in another one
        forget_failure(SITE, DUE_COMMAND, now)


@define_command(
    examples=["--test-alert"],
    help={"test-alert": "Gửi thử một cảnh báo tới những chỗ kể trong ALERT_TO, xem có tới không."},
)
def status(_context: Context, test_alert: bool = False) -> None:
    """Xem bản đang phát hành, lần tới phải xuất bản, bài hẹn giờ, chờ duyệt, bản nháp và quảng cáo."""
    if test_alert:
        from bulletin.publishing.alerts.watch import send_test_alert

        send_test_alert(SITE, read_build_time(), print)
        return
    from bulletin.publishing.settings.settings import load_pelican_settings
    from bulletin.publishing.status import describe_status

    table = load_pelican_settings(SITE.root / PUBLISH_SETTINGS_FILE)
    for line in describe_status(SITE, table, _create_target, read_build_time()):
        print(line)


@define_command()
def releases(_context: Context) -> None:
    """Xem các bản đã xuất bản còn giữ: mã, lúc nào, ai, bài nào thay đổi."""
    from bulletin.publishing.rollback import describe_releases

    for line in describe_releases(_create_target()):
        print(line)


@define_command(
    examples=["20261123-0730"],
    positional=["name"],
    help={"name": "Mã của bản, hoặc phần đầu của mã, như ./inv releases kể."},
)
def rollback(_context: Context, name: str = "") -> None:
    """Quay lại bản trước bản đang chạy, hoặc bản có mã đã cho: ./inv rollback 20261123-0730."""
    from bulletin.publishing.git import read_publisher_name
    from bulletin.publishing.rollback import roll_back
    from bulletin.publishing.schedule import hold_scheduled_publish
    from bulletin.publishing.withdrawal.addresses import load_withdrawn_addresses

    settings, now = _load_publish_settings(), read_build_time()
    release = roll_back(
        _create_target(),
        name,
        holder=f"rollback của {read_publisher_name()}",
        now=now,
        withdrawn=load_withdrawn_addresses(SITE.content, settings.siteurl),
        say=print,
        activation_context=lambda chosen: hold_scheduled_publish(SITE, chosen, now),
    )
    print(f"Bạn đọc đang xem lại bản {release.id}, xuất bản lúc {release.published_at:%H:%M ngày %d/%m/%Y}.")
    print("Nội dung trong content/ giữ nguyên: hãy sửa rồi chạy ./inv publish; publish --due chờ đến lúc đó.")


@define_command(
    stamps_log=True,
    examples=["https://bantin.example.vn", "--sample 200"],
    positional=["url"],
    help={
        "url": "Địa chỉ của trang, nếu không phải là SITEURL trong publishconf.py.",
        "sample": "Số trang ngẫu nhiên được xem bên cạnh các trang chính; không có thì xem mọi tệp.",
    },
)
def verify(_context: Context, url: str = "", sample: int = 0) -> None:
    """Đối chiếu trang đang chạy với bản đã xuất bản; --sample 200 chỉ xem một phần."""
    from bulletin.content.markup.video_embeds import get_frame_sources
    from bulletin.content.settings import ContentSettings
    from bulletin.publishing.alerts.watch import watch_command
    from bulletin.publishing.settings.settings import load_pelican_settings
    from bulletin.publishing.verification.altered_files import get_altered_files_path
    from bulletin.publishing.verification.command import run_verification
    from bulletin.settings.tables import load_settings

    table = load_pelican_settings(SITE.root / PUBLISH_SETTINGS_FILE)
    hosts = load_settings(ContentSettings, "RECORDS", table.get("RECORDS", {})).video_hosts
    frames = get_frame_sources(hosts)
    with ExitStack() as stack:
        say: Callable[[str], None] = print
        if not sys.stdout.isatty():  # a person would read the report
            # A sample that finds nothing ends no failure of a whole verification.
            words = ("./inv verify", url, f"--sample {sample}" if sample else "")
            command = " ".join(filter(None, words))
            say = stack.enter_context(watch_command(SITE, command, read_build_time())).say
        run_verification(
            _create_target(),
            url or _load_publish_settings().siteurl,
            sample,
            say,
            frames=frames,
            note=get_altered_files_path(SITE),
        )


@define_command(
    examples=[
        '/2026/11/ten-bai/ --reason "…" --by "…"',
        '/2026/11/ten-bai/ --reason "…" --by "…" --only',
        '/chu-de/ten-cu/ --reason "…" --by "…"',
    ],
    help={
        "address": "Địa chỉ của bài hay của trang danh sách, chép từ thanh địa chỉ của trình duyệt.",
        "reason": "Lý do gỡ, ghi lại trong content/withdrawn.yml.",
        "by": "Người quyết định, ghi lại trong content/withdrawn.yml.",
        "only": "Chỉ gỡ, không đăng gì khác; mọi phần khác giữ như bản bạn đọc đang xem.",
    },
)
def withdraw(_context: Context, address: str, reason: Text = "", by: Text = "", only: bool = False) -> None:
    """Gỡ một bài khỏi trang và khỏi mọi bản cũ, hoặc bỏ một trang danh sách đã hết bài."""
    from bulletin.publishing.withdraw import withdraw as withdraw_article

    withdraw_article(SITE, address, reason=reason, by=by, now=read_build_time(), say=print, is_alone=only)


@define_command(
    examples=['"Tiêu đề bài" --section "Tên chuyên mục"'],
    help={
        "title": "Tiêu đề, đặt trong dấu ngoặc kép.",
        "section": "Tên chuyên mục, như ghi trong content/sections.yml.",
    },
)
def new(_context: Context, title: Text, section: Text = "") -> None:
    """Tạo bài mới: ./inv new "Tiêu đề bài" --section "Tên chuyên mục"."""
    from bulletin.cli.new_article import create_article, explain_dropped_words

    file = create_article(SITE.content, title, section, read_build_time())
    print(f"Đã tạo {file.relative_to(SITE.root)} (bản nháp).")
    if hint := explain_dropped_words(title):
        print(hint)
    print(
        "Hãy mở tệp để viết; viết xong đổi “status: draft” thành “status: published” rồi chạy ./inv publish."
    )


def _load_publish_settings() -> "PublishSettings":
    from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings

    return PublishSettings.from_pelican(load_pelican_settings(SITE.root / PUBLISH_SETTINGS_FILE))


def _create_target() -> "Target":
    from bulletin.publishing.targets.factory import create_target

    settings = _load_publish_settings()
    return create_target(settings.target_address, SITE.root, SITE.cache, settings.s3)


@define_command()
def clean(_context: Context) -> None:
    """Xóa output/, bộ nhớ đệm và phần mềm cũ đã thay; không đụng đến nội dung và các bản đã xuất bản."""
    from bulletin.product.upgrade import remove_old_environments

    clean_workspace(SITE)
    if removed := remove_old_environments(SITE):
        print(f"Đã xóa phần mềm cũ: {', '.join(removed)}.")


@define_command()
def rebuild(context: Context) -> None:
    """Xóa output/ rồi dựng lại mọi trang (ảnh đã xử lý được giữ lại)."""
    build_site(SITE, BUILD_SETTINGS_FILE, options=get_extra_options(context), fresh=True)


@define_command()
def version(_context: Context) -> None:
    """Xem bản phần mềm nào đang chạy ở đây, và bản nào đã xuất bản trang."""
    from bulletin.cli.version import describe_versions

    for line in describe_versions(SITE, _create_target):
        print(line)


@define_command(
    examples=["0.3.0", "--apply", "--back"],
    positional=["number"],
    help={
        "number": "Số của bản; không ghi thì là bản mới nhất.",
        "apply": "Đổi hẳn sang bản ấy; không ghi thì chỉ thử.",
        "back": "Quay lại bản trước lần đổi gần nhất.",
    },
)
def upgrade(_context: Context, number: str = "", apply: bool = False, back: bool = False) -> None:
    """Thử bản phần mềm khác cạnh bản đang dùng và kể trang nào đổi; --apply đổi hẳn, --back quay lại."""
    from bulletin.cli.upgrade import go_back, upgrade_site

    if back:
        go_back(SITE, read_build_time())
    else:
        upgrade_site(SITE, number, read_build_time(), is_applied=apply)


EDITOR_COMMANDS = (
    *(new, check, livereload, build, serve, preview),
    *(publish, status, releases, rollback, withdraw, verify),
)
"""The commands of editors, in the order of their work."""


def run_site_commands(*own: Command) -> None:
    """Run the command line of a site, with the commands of the office in ``own``."""
    groups = {EDITOR_HEADING: EDITOR_COMMANDS, MAINTAINER_HEADING: (clean, rebuild, version, upgrade)}
    program.add_commands(groups | ({"Lệnh riêng": own} if own else {}))
    program.run()
