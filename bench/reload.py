"""Measure the time from an edit to the changed text in Chromium."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from bulletin.errors import UserError

_ROOT = Path(__file__).parents[1]
_CHROMIUM = Path("/usr/bin/chromium-headless-shell")
_CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_TASKS = f"""\
import sys
sys.path.insert(0, {str(_ROOT)!r})
exec(compile(open({str(_ROOT / "tasks.py")!r}, encoding="utf-8").read(), __file__, "exec"))
"""
_SETTINGS = """\
__file__ = {settings!r}
exec(compile(open(__file__, encoding="utf-8").read(), __file__, "exec"))
CACHE_PATH = ".cache"
"""
_TIMEOUT = 60.0
"""Seconds after which a text that does not appear is an error."""


def explain_missing_browser() -> str:
    """Return why no browser can be measured; empty if one can."""
    if find_spec("playwright") is None:
        return "Playwright is missing: ./inv lint installs it."
    return "" if _CHROMIUM.is_file() else f"{_CHROMIUM} is missing: apt-get install chromium-headless-shell."


def write_site_files(folder: Path, content: Path, settings: Path) -> None:
    """Make ``folder`` a site with the commands of the bulletin, unless it is one.

    Args:
        folder: The site.
        content: Its content, which is linked.
        settings: Its settings file, which is run.

    """
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "content").exists():
        (folder / "content").symlink_to(content.resolve())
    (folder / "tasks.py").write_text(_TASKS, encoding="utf-8")
    (folder / "pelicanconf.py").write_text(_SETTINGS.format(settings=str(settings)), encoding="utf-8")


def copy_sample(folder: Path) -> Path:
    """Copy the sample content to ``folder``; return the article that is edited there."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(_ROOT / "content", folder)
    files = sorted((folder / "articles").rglob("*.md"))
    return next(file for file in files if "\nstatus:" not in file.read_text(encoding="utf-8"))


def measure_reload(site: Path, edited_file: Path, now: str, log: Path) -> float:
    """Return the seconds from an edit of ``edited_file`` to its text in Chromium.

    One edit goes before the measured one. Reason: an editor has edited the open article before, too.

    Args:
        site: A site that ``write_site_files`` made.
        edited_file: A published article.
        now: Build time.
        log: File for what the command prints.

    Raises:
        UserError: The command failed, or the text does not appear.

    """
    from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415  # a package for tests

    original = edited_file.read_text(encoding="utf-8")
    try:
        with _run_livereload(site, now, log) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_CHROMIUM_OPTIONS)
            page = browser.new_page()
            page.goto(address + _find_address(site, edited_file))
            page.wait_for_load_state("networkidle")
            seconds = 0.0
            for _ in range(2):
                sentence = f"Dấu mốc {time.time_ns()}."
                time.sleep(1)  # a person needs longer from one edit to the next
                started = time.perf_counter()
                edited_file.write_text(f"{original}\n{sentence}\n", encoding="utf-8")
                page.get_by_text(sentence).wait_for(timeout=1000 * _TIMEOUT)
                seconds = time.perf_counter() - started
            browser.close()
            return seconds
    except Error as error:
        raise UserError(f"{error}\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}") from error
    finally:
        edited_file.write_text(original, encoding="utf-8")


@contextmanager
def _run_livereload(site: Path, now: str, log: Path) -> Iterator[str]:
    """Run the command in the block; yield its address once the site is built."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    variables |= {"PYTHONUTF8": "1", "BULLETIN_NOW": now}
    command = [sys.executable, "-u", "tasks.py", "livereload", "--port", "0"]
    with (
        log.open("w+", encoding="utf-8") as output,
        subprocess.Popen(
            command, cwd=site, env=variables, stdout=output, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            while not (found := re.search(r"http://127[^ /]*", log.read_text(encoding="utf-8"))):
                if process.poll() is not None:
                    raise UserError(log.read_text(encoding="utf-8")[-2000:])
                time.sleep(0.1)
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)


def _find_address(site: Path, file: Path) -> str:
    """Return the address of an article by its slug and month."""
    text = file.read_text(encoding="utf-8")
    date = re.search(r"^date: (\d{4})-(\d\d)", text, re.MULTILINE)
    slug = re.search(r"^slug: (\S+)", text, re.MULTILINE)
    if date and slug:
        return f"/{date[1]}/{date[2]}/{slug[1]}/"
    raise UserError(f"{file.relative_to(site.parent)}: no slug or date in the usual form.")
