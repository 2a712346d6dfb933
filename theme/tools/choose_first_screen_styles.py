"""Choose the stylesheets whose rules stand in the pages themselves.

``python -m theme.tools.choose_first_screen_styles OUTPUT`` writes ``theme/static/css/first-screen.txt``. Run it after a
change of the design. OUTPUT is the built sample. A stylesheet stays in the list of a kind of page for one reason:
without it, the first screen of such a page looks different on a phone or on a desktop.
"""

import sys
import threading
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bulletin.cli.preview_server import create_server
from bulletin.render.first_screen import EVERY_KIND, minify_first_screen
from tests.browser.conftest import CHROMIUM
from tests.browser.test_first_screen_styles import FIRST_SCREENS, MEASURE, Sizes
from tools.audit.programs import CHROMIUM_OPTIONS

_SHEETS = Path(__file__).parents[1] / "static/css"
_LIST_FILE = _SHEETS / "first-screen.txt"
_ALWAYS = ("0-layers", "tokens", "offline")
"""Stylesheets that every page needs. The line of ``offline`` stands above a page only without a network."""
_SMALL_SITE_SHEETS = {"front": {"ad"}, "listing": {"pager"}}
"""Stylesheets that a site of few articles needs: its front page and its lists end on the first screen."""
_SET_STYLE = """(css) => {
  document.querySelectorAll("style, link[rel=stylesheet]").forEach((element) => element.remove());
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
}"""


def main() -> None:
    """Write the list of the first screen."""
    server = create_server(Path(sys.argv[1]), "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    needed: dict[str, set[str]] = defaultdict(set)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        context = browser.new_context(bypass_csp=True, locale="vi-VN")
        context.route("**/*.js", lambda route: route.abort())
        for path, sizes in FIRST_SCREENS.values():
            page = context.new_page()
            page.goto(address + path, wait_until="load")
            kind = (page.get_attribute("body", "class") or "").partition("page--")[2].split()[0]
            needed[kind] |= _find_needed_sheets(page, sizes)
        browser.close()
    server.shutdown()
    common = set.intersection(*needed.values())
    for kind, names in _SMALL_SITE_SHEETS.items():
        needed[kind] |= names
    lines = [line for line in _LIST_FILE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    lines.append(_format_line(EVERY_KIND, common))
    lines += [_format_line(kind, needed[kind] - common) for kind in sorted(needed) if needed[kind] > common]
    _LIST_FILE.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _find_needed_sheets(page: Page, sizes: Sizes) -> set[str]:
    """Return the stylesheets without which the first screen looks different."""
    names = {file.stem for file in _SHEETS.glob("*.css")}
    whole = _measure(page, names, sizes)
    kept = set(names)
    for name in sorted(names - set(_ALWAYS)):
        if _measure(page, kept - {name}, sizes) == whole:
            kept.remove(name)
    return kept


def _measure(page: Page, names: Iterable[str], sizes: Sizes) -> list[object]:
    css = minify_first_screen((_SHEETS / f"{name}.css").read_bytes() for name in sorted(names))
    page.evaluate(_SET_STYLE, css.decode())
    found = []
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        found.append(page.evaluate(MEASURE))
    return found


def _format_line(kind: str, names: Iterable[str]) -> str:
    return f"{kind}: {' '.join(sorted(names))}"


if __name__ == "__main__":
    main()
