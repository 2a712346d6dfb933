"""Run Lighthouse with its phone profile, and read its report."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bulletin.errors import UserError
from bulletin.publishing.workspace.subprocess_env import build_child_environment
from tools.audit.findings import AuditFinding
from tools.audit.programs import CHROMIUM, CHROMIUM_OPTIONS

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_METRICS = {
    "largest-contentful-paint": ("largest_paint", 1000),
    "total-blocking-time": ("blocking", 1000),
    "cumulative-layout-shift": ("layout_shift", 1),
}
"""Audits of Lighthouse, each with the name of its figure and what it is divided by."""
_TIMEOUT = 300
"""Seconds for one run."""


def run_lighthouse(packages: Path, url: str, browser_options: tuple[str, ...]) -> dict[str, Any]:
    """Return the report of Lighthouse on an address.

    Args:
        packages: The folder ``node_modules``.
        url: The address.
        browser_options: Options of Chromium.

    Raises:
        UserError: Lighthouse failed.
    """
    flags = " ".join(map(_quote_value, ("--headless=new", *CHROMIUM_OPTIONS, *browser_options)))
    command = ["node", str(packages / "lighthouse" / "cli" / "index.js"), url, "--output=json", "--quiet"]
    command += [
        "--ignore-status-code",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={flags}",
    ]
    variables = build_child_environment() | {"CHROME_PATH": CHROMIUM}
    with TemporaryDirectory(prefix="bulletin-audit-") as temporary:
        file = Path(temporary) / "report.json"  # a report on the standard output is cut off at times
        result = subprocess.run(
            [*command, f"--output-path={file}"],
            env=variables, capture_output=True, text=True, check=False, timeout=_TIMEOUT,
        )  # fmt: skip
        report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    error = report.get("runtimeError", {})
    if not report or error:
        reason = error.get("message") or result.stderr.strip()[-1000:]
        raise UserError(f"Lighthouse không đo được {url}: {reason}")
    return report


def _quote_value(option: str) -> str:
    """Quote the value of an option.

    Reason: Lighthouse takes no option that is quoted as a whole.
    """
    name, equals, value = option.partition("=")
    return f'{name}="{value}"' if equals else name


def read_figures(report: Mapping[str, Any]) -> dict[str, float]:
    """Return the scores in percent, the times in seconds, the bytes and requests."""
    figures = {
        name: round(100 * report["categories"][name]["score"])
        for name in CATEGORIES
        if report["categories"].get(name, {}).get("score") is not None
    }
    audits = report["audits"]
    for audit, (name, divisor) in _METRICS.items():
        if (value := audits[audit].get("numericValue")) is not None:
            figures[name] = round(value / divisor, 3)
    requests = [
        item
        for item in audits["network-requests"].get("details", {}).get("items", [])
        if item["url"].startswith("http")
    ]
    return figures | {
        "bytes": sum(item["transferSize"] for item in requests),
        "requests": len(requests),
    }


def list_failed_audits(
    kind: str, report: Mapping[str, Any], categories: tuple[str, ...]
) -> Iterator[AuditFinding]:
    """Yield a finding for each element that fails an audit of some categories."""
    names = {
        reference["id"]
        for category in categories
        for reference in report["categories"][category]["auditRefs"]
        if reference["weight"]
    }
    for name in sorted(names):
        audit = report["audits"][name]
        if audit["score"] is None or audit["score"] == 1:
            continue
        places = {_describe_item(item) for item in audit.get("details", {}).get("items", [])} or {
            audit["title"]
        }
        for place in sorted(places):
            yield AuditFinding(kind, "Lighthouse", name, place)


def _describe_item(item: Mapping[str, Any]) -> str:
    node = item["node"] if isinstance(item.get("node"), dict) else {}
    texts = (node.get("selector"), node.get("snippet"), item.get("description"), item.get("url"))
    return str(next(filter(None, texts), json.dumps(item, ensure_ascii=False)[:200]))
