import pytest

from bulletin.publishing.targets.s3.keys import KeyLayout, get_upload_order


@pytest.mark.parametrize(
    ("path", "new", "position"),
    [
        ("assets/bulletin.259359b206.css", True, 0),
        ("images/x.jpg", False, 0),
        ("files/x.pdf", False, 0),
        ("qc/sidebar/index.html", False, 0),
        ("search/2026/text.1297d42abc.json", False, 0),
        ("2026/11/mot/index.html", True, 1),
        ("chuyen-muc/tin/trang/2/index.html", True, 1),
        ("2026/11/mot/index.html", False, 2),
        ("chuyen-muc/tin/index.html", False, 3),
        ("fragments/latest.html", False, 3),
        ("feeds/tat-ca.rss.xml", False, 3),
        ("sitemap.xml", False, 3),
        ("search/summary/index.json", True, 3),
        ("index.html", True, 4),
    ],
)
def test_get_upload_order_resources_come_before_pages(path: str, new: bool, position: int) -> None:
    assert get_upload_order(path, new=new) == position


def test_key_layout_empty_prefix_uses_the_whole_bucket() -> None:
    layout = KeyLayout("")
    assert layout.live_key("a/index.html") == "a/index.html"
    assert layout.private_prefix == ".releases/"
    assert (
        layout.release_id_from_key(".releases/20261123-073000-1a2b3c4d.json.gz") == "20261123-073000-1a2b3c4d"
    )
    assert layout.release_id_from_key(".releases/current") == ""
