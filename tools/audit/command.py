"""Audit the pages of a release: ``./inv audit`` or ``python -m tools.audit``."""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from bulletin.cli.office.new_site import resolve_typed_path
from bulletin.errors import UserError
from bulletin.publishing.workspace.folders import Workspace
from tools.audit.audit_report import describe_audit_findings, describe_excesses, format_audit_table, is_passed
from tools.audit.budgets import Budgets, is_within, read_budgets
from tools.audit.findings import AuditFinding, PageAudit
from tools.audit.lighthouse import CATEGORIES, list_failed_audits, read_figures, run_lighthouse
from tools.audit.nu_checker import run_nu_checker
from tools.audit.page_kinds import KINDS, AuditedPage, find_pages
from tools.audit.page_states import StateChecker, start_browser
from tools.audit.programs import install_npm_packages, require_programs
from tools.audit.served_site import ServedSite, build_site_apart, serve_site
from tools.audit.weight import weigh_page

SITE = Workspace(Path(__file__).parents[2])
_MOST_RUNS = 3
"""Runs of Lighthouse on a page that is over its budget of time. The best run counts."""
_TIMES = ("largest_paint", "blocking")


def audit_site(
    site: ServedSite,
    kinds: tuple[str, ...],
    packages: Path,
    say: Callable[[str], None],
    *,
    has_times: bool = True,
) -> list[PageAudit]:
    """Return the figures and findings of a page of each kind.

    Args:
        site: The served site.
        kinds: Kinds of page.
        packages: The folder ``node_modules``.
        say: Prints a line.
        has_times: Run Lighthouse and a slow line too.
    """
    budgets, pages = read_budgets(), list(find_pages(site.folder, kinds))
    audits = {page.kind: PageAudit(page.kind, page.name, page.address) for page in pages}
    for finding in run_nu_checker(packages, site.folder, pages):
        audits[finding.kind].findings.append(finding)
    with start_browser(site) as browser:
        checker = StateChecker(browser, site, packages)
        for page in pages:
            say(f"Đang soát {page.name} ({page.address})…")
            audit = audits[page.kind]
            audit.figures |= weigh_page(site.folder, page.file)
            audit.findings += checker.check(page)
            if has_times and not page.leads_away:
                audit.figures["first_words"] = checker.measure_first_words(page, budgets.goals["first_words"])
                _add_lighthouse(audit, site, page, packages, budgets)
    return list(audits.values())


def _add_lighthouse(
    audit: PageAudit, site: ServedSite, page: AuditedPage, packages: Path, budgets: Budgets
) -> None:
    """Add what Lighthouse measures, with the best times of up to three runs."""
    limits = budgets.get_limits(page.kind)
    scored = tuple(name for name in CATEGORIES[1:] if name in limits)
    failed: list[AuditFinding] = []
    for _ in range(_MOST_RUNS):
        try:
            report = run_lighthouse(packages, site.url + page.address, site.browser_options)
        except UserError as error:
            failed = [AuditFinding(page.kind, "Lighthouse", str(error), page.address)]
            continue
        failed = list(list_failed_audits(page.kind, report, scored))
        figures = read_figures(report)
        for name in _TIMES:
            figures[name] = min(figures[name], audit.figures.get(name, figures[name]))
        figures["performance"] = max(figures["performance"], audit.figures.get("performance", 0))
        audit.figures |= figures
        if all(is_within(name, figures[name], limits.get(name, figures[name])) for name in _TIMES):
            break
    audit.findings += failed


def print_audit(audits: Sequence[PageAudit], say: Callable[[str], None]) -> bool:
    """Print the report of an audit. Return True if every page keeps its budget."""
    budgets = read_budgets()
    say("")
    for line in format_audit_table(audits, budgets):
        say(line)
    for heading, lines in (
        ("Vượt mức cho phép:", list(describe_excesses(audits, budgets))),
        ("Lỗi tìm thấy:", list(describe_audit_findings(audits))),
    ):
        if lines:
            say(f"\n{heading}")
            for line in lines:
                say(line)
    return is_passed(audits, budgets)


def parse_audit_options(words: Sequence[str]) -> argparse.Namespace:
    """Return the options of the command line.

    Raises:
        UserError: A kind of page is unknown.
    """
    parser = argparse.ArgumentParser(prog="./inv audit", description="Soát mọi loại trang của bản tin.")
    parser.add_argument(
        "folder",
        nargs="?",
        help="Thư mục của bản đã dựng hay đã xuất bản; không ghi thì dựng trang này.",
    )
    parser.add_argument(
        "--kinds", default="", help=f"Chỉ soát vài loại trang, cách nhau bằng dấu phẩy: {', '.join(KINDS)}."
    )
    parser.add_argument("--fast", action="store_true", help="Bỏ qua Lighthouse và đường mạng chậm.")
    options = parser.parse_args(words)
    options.kinds = tuple(filter(None, options.kinds.split(","))) or KINDS
    if unknown := set(options.kinds) - set(KINDS):
        raise UserError(f"Không có loại trang “{sorted(unknown)[0]}”. Hãy chọn trong: {', '.join(KINDS)}.")
    return options


def main() -> None:
    """Run the audit and exit with 1 if a page is over its budget."""
    try:
        say = partial(print, flush=True)
        options = parse_audit_options(sys.argv[1:])
        require_programs()
        packages = install_npm_packages(SITE.cache)
        with ExitStack() as stack:
            folder = (options.folder and resolve_typed_path(options.folder)) or stack.enter_context(
                build_site_apart(SITE)
            )
            site = stack.enter_context(serve_site(folder))
            if not site.has_nginx:
                say("Máy chưa có nginx với brotli nên trang không được nén như khi bạn đọc mở.")
            audits = audit_site(site, options.kinds, packages, say, has_times=not options.fast)
            is_good = print_audit(audits, say)
    except UserError as error:
        sys.exit(str(error))
    if not is_good:
        sys.exit(1)
    print("\nMọi trang đều đạt.")
