from pathlib import Path

import brotli

from tools.audit.weight import weigh_page


def test_page_weighs_its_code_after_brotli_and_counts_elements_of_the_body(tmp_path: Path) -> None:
    page = (
        '<html><head><link rel="stylesheet" href="/assets/a.css"><script src="/assets/a.js?x"></script></head>'
        '<body><p>Chữ <img src="a.webp" alt=""></p><script type="application/ld+json">{}</script></body></html>'
    )
    (tmp_path / "assets").mkdir()
    for name, text in (("index.html", page), ("assets/a.css", "a" * 500), ("assets/a.js", "b" * 900)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert weigh_page(tmp_path, tmp_path / "index.html") == {
        "html": len(brotli.compress(page.encode())),
        "stylesheet": len(brotli.compress(b"a" * 500)),
        "script": len(brotli.compress(b"b" * 900)),
        "elements": 4,
    }
