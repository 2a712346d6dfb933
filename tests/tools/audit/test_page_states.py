"""The three checkers find faults in a page that has them.

The test needs what ``./inv audit`` installed.
"""

from pathlib import Path

import pytest

from tools.audit.page_kinds import AuditedPage
from tools.audit.page_states import STATES, StateChecker, start_browser
from tools.audit.served_site import serve_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

INSTALLED = sorted((Path(__file__).parents[3] / ".cache/audit").glob("*/done"))
PAGE = """<!DOCTYPE html><html lang="vi"><head><title>Thử</title></head>
<body><main><h1>Thử</h1><details><summary class="menu__summary">Mục</summary></details>
<p style="color: #bbb; background: #fff">Chữ mờ</p><img src="a.webp">
<p style="width: 500px">Rộng</p></main></body></html>"""


@pytest.mark.skipif(not INSTALLED, reason="./inv audit was never run here")
def test_checkers_find_faults_in_a_page(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    states = (STATES[0], STATES[-1])
    page = AuditedPage("front", "Trang nhất", "/", tmp_path / "index.html")
    with serve_site(tmp_path) as site, start_browser(site) as browser:
        checker = StateChecker(browser, site, INSTALLED[-1].parent / "node_modules")
        findings = list(checker.check(page, states))
        assert checker.measure_first_words(page, 10) > 2
    for state in states:
        found = {finding.program for finding in findings if finding.state == state.name}
        assert found >= {"axe", "HTMLCS", "IBM"}, state
    assert {finding.state for finding in findings if finding.program == "Rộng"} == {"sáng"}
