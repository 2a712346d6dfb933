"""Run the Nu checker, which holds HTML to its standard."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from bulletin.cli.preview_server import serve_folder
from bulletin.errors import UserError
from tools.audit.findings import AuditFinding
from tools.audit.page_kinds import AuditedPage

_EXPECT_LINK = '<link rel="expect"'
"""Link that the HTML Standard lets block rendering (4.2.5.5), and the checker does not know yet."""


def run_nu_checker(packages: Path, folder: Path, pages: Sequence[AuditedPage]) -> Iterator[AuditFinding]:
    """Yield the errors and warnings of the HTML of some pages.

    The checker reads the pages from a server. Reason: it holds styles to the policy of the page, which names its own host.

    Args:
        packages: The folder ``node_modules``.
        folder: The folder of the built site.
        pages: Pages of the site.

    Raises:
        UserError: The checker failed.
    """
    jar = packages / "vnu-jar" / "build" / "dist" / "vnu.jar"
    kinds = {f"/{page.file.relative_to(folder).as_posix()}": page.kind for page in pages}
    with serve_folder(folder) as url:
        command = ["java", "-Xss8m", "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", str(jar)]
        command += ["--format", "json", "--exit-zero-always", *(url + path for path in kinds)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode or not result.stderr.startswith("{"):
        raise UserError(f"Bộ soát Nu không chạy được: {result.stderr.strip()[-1000:]}")
    yield from read_messages(result.stderr, kinds)


def read_messages(report: str, kinds: dict[str, str]) -> Iterator[AuditFinding]:
    """Yield the findings of a report in JSON; ``kinds`` has kinds of page by path."""
    for message in json.loads(report)["messages"]:
        extract = message.get("extract", "").strip()
        if message["type"] == "info" and message.get("subType") != "warning":
            continue
        if "“blocking”" in message["message"] and _EXPECT_LINK in extract:
            continue
        place = f"dòng {message['lastLine']}: " if "lastLine" in message else ""
        kind = kinds[urlsplit(message["url"]).path]
        yield AuditFinding(kind, "Nu", message["message"], place + " ".join(extract.split()))
