"""HTML of livereload: marks on pages, faults, and the list of unpublished items."""

import re
from collections.abc import Iterable
from html import escape

from bulletin.build.draft_preview import UnpublishedItem
from bulletin.cli.livereload.messages import BuildResult
from bulletin.content.problems import Problem
from bulletin.content.warnings.warning import SILENCE_KEY, ContentWarning

OWN_PREFIX = "/.livereload/"
"""Beginning of the addresses that only livereload has."""
LIST_ADDRESS = f"{OWN_PREFIX}chua-dang/"
EVENTS_ADDRESS = f"{OWN_PREFIX}events"
_WARNINGS_ID = "canh-bao"
_STATE_TITLES = {"draft": "Bản nháp", "review": "Chờ duyệt", "scheduled": "Hẹn giờ"}
_BODY_START = re.compile(rb"<body[^>]*>(?:\s*<a [^>]*href=\"#[^>]*>[^<]*</a>)?")
"""Beginning of a body, with the link that skips to the text. Reason: this link has to be the first one."""
_RELOAD_SCRIPT = '<script src="{prefix}livereload.js" data-version="{version}" defer></script>'


def add_marks(
    html: bytes,
    version: str,
    address: str,
    items: tuple[UnpublishedItem, ...],
    warnings: tuple[ContentWarning, ...] = (),
) -> bytes:
    """Return a page of the site with its mark and the script that reloads it.

    Args:
        html: The page.
        version: The version of the page, which the script compares.
        address: The address of the page, without the path of the site.
        items: All unpublished items.
        warnings: All warnings.

    """
    head = f'<link rel="stylesheet" href="{OWN_PREFIX}livereload.css">{_format_script(version)}</head>'
    html = html.replace(b"</head>", head.encode(), 1)
    item = next((item for item in items if item.address == address and not item.problems), None)
    mark = _format_mark(item, warnings) if item else _format_counts(len(items), len(warnings))
    return _BODY_START.sub(lambda found: found[0] + mark.encode(), html, count=1)


def format_item_state(item: UnpublishedItem) -> str:
    """Return the state of an item: ``Hẹn giờ đăng lúc 08:00 ngày 01/12/2026``."""
    if item.state == "scheduled" and item.date:
        return f"Hẹn giờ đăng lúc {item.date:%H:%M} ngày {item.date:%d/%m/%Y}"
    return _STATE_TITLES[item.state]


def build_fault_page(result: BuildResult, version: str) -> bytes:
    """Return the page of a build that stopped, with the place of each fault."""
    if result.problems:
        count = len(result.problems)
        title = f"Nội dung có {count} lỗi"
        parts = [_format_problems(result.problems)]
    else:
        title = "Chưa dựng được trang"
        parts = [f'<pre class="message">{escape(result.message)}</pre>']
    if result.draft_problems:
        parts += ["<h2>Bài nháp và bài chờ duyệt, không cản xuất bản</h2>"]
        parts += [_format_problems(result.draft_problems)]
    lead = "Trang chưa được dựng lại. Hãy sửa rồi lưu tệp, trang này tự mở lại."
    return _format_page(title, f'<p class="lead">{lead}</p>{"".join(parts)}', version, is_fault=True)


def build_draft_fault_page(item: UnpublishedItem, version: str) -> bytes:
    """Return the page in place of a draft with faults."""
    name = "Bản chờ duyệt" if item.state == "review" else "Bản nháp"
    lead = (
        f"{name} này còn lỗi nên chưa xem được. Lỗi ở đây không cản xuất bản các bài khác. "
        "Hãy sửa rồi lưu tệp, trang này tự mở lại."
    )
    back = f'<p><a href="{LIST_ADDRESS}">Các bài chưa đăng</a></p>'
    body = f'<p class="lead">{lead}</p>{_format_problems(item.problems)}{back}'
    return _format_page(item.title or item.path, body, version, is_fault=True)


def build_list_page(
    items: tuple[UnpublishedItem, ...],
    warnings: tuple[ContentWarning, ...],
    base: str,
    is_local: bool,
    version: str,
) -> bytes:
    """Return the list of what is not published yet, and of all warnings.

    Args:
        items: All unpublished items.
        warnings: All warnings.
        base: The path of the site.
        is_local: True if no other machine can open the page.
        version: The version of the page.

    """
    parts = []
    for state, title in _STATE_TITLES.items():
        found = sorted(
            (item for item in items if item.state == state),
            key=lambda item: (item.date.timestamp() if item.date else 0, item.path),
        )
        if found:
            rows = "".join(_format_row(item, base) for item in found)
            parts.append(f"<h2>{title} ({len(found)})</h2><ul class=items>{rows}</ul>")
    lead = "Bạn đọc chưa thấy những bài này; "
    if is_local:
        lead += "chỉ ./inv livereload trên máy này cho xem."
    else:
        lead += "nhưng máy nào trong mạng mở được địa chỉ này thì cũng xem được."
    body = "".join(parts) or "<p>Không có bài nháp, bài chờ duyệt hay bài hẹn giờ nào.</p>"
    if warnings:
        body += f'<h2 id="{_WARNINGS_ID}">Cảnh báo ({len(warnings)})</h2>'
        body += (
            "<p>Cảnh báo không cản xuất bản. Đúng ý rồi thì ghi tên trong ngoặc vuông vào phần khai báo của tệp ấy, như "
            f"<code>{SILENCE_KEY}: [{escape(warnings[0].name)}]</code>.</p>{_format_problems(warnings)}"
        )
    home = f'<p><a href="{escape(base)}/">Về trang nhất</a></p>'
    return _format_page("Các bài chưa đăng", f'<p class="lead">{lead}</p>{body}{home}', version)


def _format_mark(item: UnpublishedItem, warnings: Iterable[ContentWarning]) -> str:
    note = f"{format_item_state(item)}: bạn đọc chưa thấy {'bài' if item.date else 'trang'} này."
    return (
        f'<aside class="livereload-mark livereload-{item.state}"><p><strong>{note}</strong> '
        f'<code>{escape(item.path)}</code> <a href="{LIST_ADDRESS}">Các bài chưa đăng</a></p>'
        f"{''.join(_format_warning(warning) for warning in warnings if warning.path == item.path)}</aside>"
    )


def _format_warning(warning: ContentWarning) -> str:
    """Return a line of the mark, without the path, which the mark has already."""
    text = f"Dòng {warning.line}: cảnh báo [{warning.name}]: {warning.message} {warning.remedy}"
    return f"<p>{escape(text.rstrip())}</p>"


def _format_counts(items: int, warnings: int) -> str:
    """Return the mark of a published page, with the links to the list."""
    links = []
    if items:
        links.append(f'<a href="{LIST_ADDRESS}">{items} bài chưa đăng</a>')
    if warnings:
        links.append(f'<a href="{LIST_ADDRESS}#{_WARNINGS_ID}">{warnings} cảnh báo</a>')
    return f'<aside class="livereload-mark"><p>{" ".join(links)}</p></aside>' if links else ""


def _format_row(item: UnpublishedItem, base: str) -> str:
    title = escape(item.title or item.path)
    name = f'<a href="{escape(base + item.address)}">{title}</a>' if item.address else title
    state = format_item_state(item) if item.state == "scheduled" else ""
    details = " · ".join(filter(None, (state, f"<code>{escape(item.path)}</code>")))
    return f"<li><p>{name}</p><p>{details}</p>{_format_problems(item.problems) if item.problems else ''}</li>"


def _format_problems(problems: Iterable[Problem | ContentWarning]) -> str:
    return f"<ol class=problems>{''.join(map(_format_problem, problems))}</ol>"


def _format_problem(problem: Problem | ContentWarning) -> str:
    name = f" [{escape(problem.name)}]" if isinstance(problem, ContentWarning) else ""
    remedy = f"<p><strong>{escape(problem.remedy)}</strong></p>" if problem.remedy else ""
    return (
        f"<li><code>{escape(problem.path)}:{problem.line}</code>{name}"
        f"<p>{escape(problem.message)}</p>{remedy}</li>"
    )


def _format_page(title: str, body: str, version: str, *, is_fault: bool = False) -> bytes:
    kind = "livereload-page livereload-fault" if is_fault else "livereload-page"
    return (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(title)}</title><link rel="icon" href="data:,">'
        f'<link rel="stylesheet" href="{OWN_PREFIX}livereload.css">{_format_script(version)}</head>'
        f'<body class="{kind}"><main><h1>{escape(title)}</h1>{body}</main></body></html>\n'
    ).encode()


def _format_script(version: str) -> str:
    return _RELOAD_SCRIPT.format(prefix=OWN_PREFIX, version=version)
