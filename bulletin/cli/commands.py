"""Commands of ``./inv`` in every site.

Each command is a line of the list and a call into a package.

The commands that Pelican's quickstart has keep their names.
A UserError becomes one Vietnamese sentence and exit code 1. ``--debug`` shows the traceback.

Imports stand inside the commands.
Reason: the list of commands appears quickly, and a broken plugin breaks only the commands that use it.
"""

from contextlib import suppress
from json import dumps

from invoke.context import Context
from invoke.exceptions import Exit

from bulletin.cli.build import SITE, build_site, clean_workspace
from bulletin.cli.program.command import Command, Text
from bulletin.cli.program.command_definition import define_command, get_extra_options, is_debugging
from bulletin.cli.program.program import program
from bulletin.cli.program.terminal import configure_streams
from bulletin.cli.publish_commands import (
    EXPLAIN_OPTION,
    create_site_target,
    load_publish_settings,
    publish,
    releases,
    rollback,
    status,
    verify,
    withdraw,
)
from bulletin.clock import read_build_time
from bulletin.errors import UserError
from bulletin.publishing.workspace.folders import BUILD_SETTINGS_FILE, PUBLISH_SETTINGS_FILE

configure_streams()  # here, so that Invoke's own program has it too
LOOPBACK = "127.0.0.1"
PORT = 8000
SERVER_OPTIONS = {
    "bind": "Địa chỉ của máy này mà trang xem thử mở ra; 0.0.0.0 cho máy khác trong mạng cùng xem.",
    "port": "Cổng của trang xem thử, khi cổng 8000 đang có chương trình khác dùng.",
}
EDITOR_HEADING, MAINTAINER_HEADING = "Viết và xuất bản, theo thứ tự công việc", "Dành cho người bảo trì"


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
        settings, target = load_publish_settings(), create_site_target()
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
    examples=[
        "--all",
        '--kind "không có chuyên mục"',
        "--json",
        "--links",
        "content/articles/2026/11/ten-bai.md",
    ],
    positional=["files"],
    iterable=["files"],
    help={
        "files": "Tệp cần kiểm tra, một hay nhiều, cả thư mục; không kể tệp nào thì kiểm tra cả trang.",
        "all": "Kể hết mọi chỗ; bình thường, hơn 30 chỗ thì đếm theo loại và kể vài chỗ đầu.",
        "kind": "Loại lỗi cần kể hết: vài chữ trong câu báo, hoặc tên cảnh báo.",
        "json": "In kết quả dạng JSON, cho chương trình khác đọc.",
        "links": "Hỏi cả các trang khác xem địa chỉ mà bài dẫn tới còn không; cần mạng, lần đầu có thể lâu.",
    },
)
def check(
    _context: Context,
    files: list[str] | None = None,
    *,
    all: bool = False,  # noqa: A002  # as it is typed
    kind: Text = "",
    json: bool = False,
    links: bool = False,
) -> None:
    """Kiểm tra nội dung, không dựng trang; kể tên tệp thì chỉ kiểm tra tệp ấy."""
    from bulletin.cli.check import check_site, describe_check

    if links and json:
        raise UserError("--links và --json không đi cùng nhau. Hãy chọn một.")
    if links and files:
        raise UserError("--links hỏi cho cả trang. Hãy bỏ tên tệp, hoặc bỏ --links.")
    if not json:
        check_site(SITE, read_build_time(), files or (), kind=kind, is_complete=all, has_links=links)
        return
    result = describe_check(SITE, read_build_time(), files or ())
    print(dumps(result, ensure_ascii=False, indent=1))
    if not result["is_publishable"]:
        raise Exit(code=1)


@define_command(
    examples=['"Tiêu đề bài" --section "Tên chuyên mục"'],
    help={
        "title": "Tiêu đề, đặt trong dấu ngoặc kép.",
        "section": "Tên chuyên mục, như ghi trong content/sections.yml.",
    },
)
def new(_context: Context, title: Text, section: Text = "") -> None:
    """Tạo bài mới: ./inv new "Tiêu đề bài" --section "Tên chuyên mục"."""
    from bulletin.cli.office.new_article import create_article, explain_dropped_words

    file = create_article(SITE.content, title, section, read_build_time())
    print(f"Đã tạo {file.relative_to(SITE.root)} (bản nháp).")
    if hint := explain_dropped_words(title):
        print(hint)
    print(
        "Hãy mở tệp để viết; viết xong đổi “status: draft” thành “status: published” rồi chạy ./inv publish."
    )


@define_command(
    examples=[
        "/var/log/nginx/access.log",
        "/var/log/nginx/access.log /var/log/nginx/access.log.1",
        "/var/log/nginx/access.log --month 11/2026 --table ban-doc.csv --chart ban-doc.svg",
        "/var/log/nginx/access.log --days 7 --most 50",
        "/var/log/nginx/access.log --days 7 --front-page",
    ],
    positional=["logs"],
    iterable=["logs"],
    help={
        "logs": "Nhật ký truy cập của máy chủ web, một hay nhiều tệp, cả tệp .gz.",
        "month": "Tháng cần đếm, như 11/2026.",
        "days": "Số ngày cần đếm, tính đến hôm nay.",
        "most": "Số bài đọc nhiều được kể.",
        "table": "Tệp .csv để ghi bảng mọi bài.",
        "chart": "Tệp .svg để ghi biểu đồ theo ngày.",
        "front_page": "Ghi các bài đọc nhiều vào content/most-read.yml, cho mục “Tin đọc nhiều” ở trang nhất.",
    },
)
def readers(
    _context: Context,
    logs: list[str],
    *,
    month: str = "",
    days: str = "",
    most: int = 20,
    table: str = "",
    chart: str = "",
    front_page: bool = False,
) -> None:
    """Đếm bạn đọc trong nhật ký của máy chủ web: ./inv readers /var/log/nginx/access.log."""
    from bulletin.cli.office.readers import count_readers

    count_readers(
        SITE, logs, read_build_time(), print,
        month=month, days=days, most=most, table=table, chart=chart, front_page=front_page,
    )  # fmt: skip


@define_command(
    examples=[
        "--month 11/2026",
        "--month 11/2026 --table thong-ke-11-2026.xlsx",
        '--from 01/11/2026 --to 15/11/2026 --section "Tin trong tỉnh" --author "Minh Đăng"',
        "--month 11/2026 --table thong-ke-11-2026.xlsx --replace",
    ],
    help={
        "month": "Tháng cần thống kê, như 11/2026; không ghi ngày tháng nào thì là tháng này đến hôm nay.",
        "from": "Ngày đầu, như 01/11/2026 hoặc 2026-11-01; tính cả ngày ấy.",
        "to": "Ngày cuối, tính cả ngày ấy; không ghi thì là hôm nay.",
        "section": "Tên chuyên mục, khi chỉ thống kê chuyên mục ấy cùng các chuyên mục con.",
        "author": "Tên tác giả như ghi ở dòng author, khi chỉ thống kê bài của người ấy.",
        "table": "Tệp .xlsx hoặc .csv để ghi bảng.",
        "replace": "Ghi đè tệp bảng đã có.",
    },
)
def report(
    _context: Context,
    *,
    month: str = "",
    from_: str = "",
    to: str = "",
    section: Text = "",
    author: Text = "",
    table: str = "",
    replace: bool = False,
) -> None:
    """Thống kê tin, bài đã đăng trong một tháng hay từ ngày đến ngày: số bài, số từ, số ảnh; ghi ra Excel.

    Tính theo ngày đăng của bài (date). Có cả bài ẩn và bài nay đã hết hạn; không có bài nháp, bài chờ duyệt,
    bài hẹn giờ chưa đến giờ và bài đã gỡ.
    """
    from bulletin.cli.office.report import report_published_articles

    report_published_articles(
        SITE, read_build_time(), print,
        month=month, first=from_, last=to, section=section, author=author, table=table, can_replace=replace,
    )  # fmt: skip


@define_command(
    examples=[
        "38-KL/TW",
        '"kết luận 38" --from 01/01/2026 --table ket-luan-38.xlsx',
        '--kind "Kết luận" --issuer "Bộ Chính trị" --year 2018',
        "--cited",
        "--uncited",
        "--once",
        "--month 11/2026",
        "--from 01/11/2026 --to 15/11/2026",
        "--table van-ban.xlsx --replace",
        "--missing --write",
    ],
    positional=["document"],
    iterable=["document"],
    help={
        "document": "Số hay tên văn bản, khi xem các bài nói tới nó; không ghi thì kể mọi văn bản.",
        "kind": "Loại văn bản, như Kết luận.",
        "issuer": "Cơ quan ban hành, như Bộ Chính trị.",
        "year": "Năm ban hành.",
        "cited": "Chỉ kể văn bản có bài nói tới.",
        "uncited": "Chỉ kể văn bản có tệp trong content/documents/ mà chưa bài nào nói tới.",
        "once": "Chỉ kể văn bản mới một bài nói tới; số gõ nhầm thường ở đó.",
        "month": "Tháng đăng bài, như 11/2026; không ghi ngày tháng nào thì tính mọi bài.",
        "from": "Ngày đăng bài đầu tiên, như 01/11/2026 hoặc 2026-11-01; tính cả ngày ấy.",
        "to": "Ngày đăng bài cuối cùng, tính cả ngày ấy; không ghi thì là hôm nay.",
        "missing": "Kể văn bản mà bài có nói tới nhưng chưa rõ về việc gì hoặc ban hành ngày nào.",
        "write": "Cùng với --missing thì tạo tệp trong content/documents/ để điền; không ghi đè tệp nào.",
        "table": "Tệp .xlsx hoặc .csv để ghi bảng.",
        "replace": "Ghi đè tệp bảng đã có.",
    },
)
def documents(
    _context: Context,
    document: list[str] | None = None,
    *,
    kind: Text = "",
    issuer: Text = "",
    year: int = 0,
    cited: bool = False,
    uncited: bool = False,
    once: bool = False,
    month: str = "",
    from_: str = "",
    to: str = "",
    missing: bool = False,
    write: bool = False,
    table: str = "",
    replace: bool = False,
) -> None:
    """Kể các văn bản mà tin, bài nói tới, hay các bài nói tới một văn bản: ./inv documents 38-KL/TW.

    Tính bài đang đăng, bài ẩn và bài nay đã hết hạn; không có bài nháp, bài chờ duyệt, bài hẹn giờ chưa đến giờ
    và bài đã gỡ. Văn bản mới một bài nói tới chưa có trang, vì số ấy có thể là gõ nhầm.
    """
    from bulletin.cli.office.documents import DocumentCommand, find_use

    typed, use = " ".join(document or ()), find_use(cited=cited, uncited=uncited, once=once)
    has_filters = bool(kind or issuer or year or use)
    if write and not missing:
        raise UserError("--write đi cùng --missing. Hãy viết: ./inv documents --missing --write")
    if has_filters and (typed or missing):
        raise UserError(
            "--kind, --issuer, --year, --cited, --uncited và --once chỉ để lọc danh sách. "
            "Hãy bỏ các lựa chọn ấy, hoặc bỏ số văn bản và --missing."
        )
    command = DocumentCommand(
        SITE, read_build_time(), print,
        month=month, first=from_, last=to, table=table, can_replace=replace,
    )  # fmt: skip
    if missing:
        command.list_missing(typed, is_written=write)
    elif typed:
        command.show_documents(typed)
    else:
        command.list_documents(kind=kind, issuer=issuer, year=year, use=use)


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
    from bulletin.cli.maintenance.version import describe_versions

    for line in describe_versions(SITE, create_site_target):
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
    from bulletin.cli.maintenance.upgrade import go_back, upgrade_site

    if back:
        go_back(SITE, read_build_time())
    else:
        upgrade_site(SITE, number, read_build_time(), is_applied=apply)


EDITOR_COMMANDS = (
    *(new, check, livereload, build, serve, preview),
    *(publish, status, releases, rollback, withdraw, verify, readers, report, documents),
)
"""The commands of editors, in the order of their work."""


def run_site_commands(*own: Command) -> None:
    """Run the command line of a site, with the commands of the office in ``own``."""
    groups = {EDITOR_HEADING: EDITOR_COMMANDS, MAINTAINER_HEADING: (clean, rebuild, version, upgrade)}
    program.add_commands(groups | ({"Lệnh riêng": own} if own else {}))
    program.run()
