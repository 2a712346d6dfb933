"""Commands of ``./inv`` on what readers have: publish, go back, withdraw, compare.

Imports stand inside the commands, as in ``commands``.
"""

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from invoke.context import Context

from bulletin.cli.build import SITE
from bulletin.cli.program.command import Text
from bulletin.cli.program.command_definition import define_command, is_debugging
from bulletin.clock import read_build_time
from bulletin.errors import UserError
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from bulletin.publishing.settings.settings import PublishSettings
    from bulletin.publishing.targets.base import Target

DUE_COMMAND = "./inv publish --due"
EXPLAIN_OPTION = "Kể từng tệp được ghi lại và vì sao; có tên tệp hay địa chỉ theo sau thì kể riêng tệp ấy."


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
    for line in describe_status(SITE, table, create_site_target, read_build_time()):
        print(line)


@define_command()
def releases(_context: Context) -> None:
    """Xem các bản đã xuất bản còn giữ: mã, lúc nào, ai, bài nào thay đổi."""
    from bulletin.publishing.rollback import describe_releases

    for line in describe_releases(create_site_target()):
        print(line)


@define_command(
    examples=["20261123-0730"],
    positional=["name"],
    help={"name": "Mã của bản, hoặc phần đầu của mã, như ./inv releases kể."},
)
def rollback(_context: Context, name: str = "") -> None:
    """Quay lại bản trước bản đang chạy, hoặc bản có mã đã cho: ./inv rollback 20261123-0730."""
    from bulletin.publishing.rollback import roll_back
    from bulletin.publishing.schedule import hold_scheduled_publish
    from bulletin.publishing.withdrawal.addresses import load_withdrawn_addresses
    from bulletin.publishing.workspace.git import read_publisher_name

    settings, now = load_publish_settings(), read_build_time()
    release = roll_back(
        create_site_target(),
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
    from bulletin.content.markup.page_html.video_embeds import get_frame_sources
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
            create_site_target(),
            url or load_publish_settings().siteurl,
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


def load_publish_settings() -> "PublishSettings":
    """Return the settings of a publish of this site. Raise UserError."""
    from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings

    return PublishSettings.from_pelican(load_pelican_settings(SITE.root / PUBLISH_SETTINGS_FILE))


def create_site_target() -> "Target":
    """Return the target of this site. Raise UserError."""
    from bulletin.publishing.targets.factory import create_target

    settings = load_publish_settings()
    return create_target(settings.target_address, SITE.root, SITE.cache, settings.s3)
