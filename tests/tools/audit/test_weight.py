from pathlib import Path

from bulletin.publishing.release.compression import compress_data
from tools.audit.weight import weigh_page


def test_page_weighs_its_code_after_brotli_and_counts_elements_of_the_body(tmp_path: Path) -> None:
    page = (
        '<html><head><link rel="stylesheet" href="/assets/a.css"><script src="/assets/a.js?x"></script></head>'
        '<body><p>Chữ <img src="a.webp" alt=""></p><script type="application/ld+json">{}</script></body></html>'
    )
    (tmp_path / "assets").mkdir()
    files = {"index.html": page, "assets/a.css": "a" * 500, "assets/a.js": "b" * 900}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    html, stylesheet, script = (
        dict(compress_data(name, text.encode()))["br"] for name, text in files.items()
    )
    assert weigh_page(tmp_path, tmp_path / "index.html") == {
        "html": len(html),
        "stylesheet": len(stylesheet),
        "script": len(script),
        "elements": 4,
    }
