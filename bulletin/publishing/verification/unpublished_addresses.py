"""Unpublished addresses: private files, doorways, and random addresses.

A doorway is a page about gambling at an address that the site never had.
The list has the names that attackers used on Vietnamese public sites.
Random addresses find servers that send a doorway at any address.
"""

import posixpath
import random
from collections.abc import Collection, Iterator

PRIVATE_ADDRESSES = (
    "/khong-co-trang-nay-kiem-tra/",
    "/.bulletin.json",
    "/.nginx/gone.map",
    "/.nginx/redirects.map",
    "/.nginx/requests.map",
    "/.releases/current",
    "/.git/config",
    "/.env",
    "/releases/",
    "/publishconf.py",
)
"""Private files beside the site, and an address that never existed."""
DOORWAY_ADDRESSES = (
    *(f"/{name}/" for name in (
        "ca-do-bong-da", "nha-cai", "nha-cai-uy-tin", "keo-nha-cai", "ty-le-keo", "casino", "casino-truc-tuyen", "no-hu",
        "tai-xiu", "xo-so", "soi-cau", "lo-de", "game-bai-doi-thuong", "ban-ca-doi-thuong", "da-ga", "slot", "khuyen-mai",
        "dang-ky", "w88", "fb88", "bong88", "188bet", "sunwin", "kubet", "vay-tien", "xem-phim", "wp-admin", "tag/casino",
    )),
    *(f"/{name}" for name in (
        "slot-game.html", "khuyen-mai", "wp-login.php", "xmlrpc.php", "index.php", "shell.php", "sitemap_index.xml",
        "sitemap.php", "news-sitemap.xml", "wp-content/uploads/index.php", "index.php/nha-cai", "vn/casino.html", "robots.php",
        "service-worker.js", "sw.js", "ads.txt",
    )),
)  # fmt: skip
"""Addresses of doorways, of their programs and of their sitemaps."""
_ENDINGS = ("/", "", ".html", ".php", ".htm", ".pdf", ".xml", ".js", "-ca-do-bong-da.html", "/casino/")
_BELOW = ("amp/", "feed/", "page/2/", "trackback/", "wp-login.php", "index.php", "default.aspx")
"""Addresses that other content management systems have below each page."""
_MAX_FOLDERS = 12
"""Folders of the site that get a random address."""


def generate_unpublished_addresses(paths: Collection[str], rng: random.Random) -> Iterator[str]:
    """Yield addresses without a file among ``paths``, some of them random."""
    known = {f"/{path}" for path in paths}
    folders = sorted({posixpath.dirname(path) for path in paths if not path.startswith(".")} - {""})
    sampled_folders = [f"/{folder}/" for folder in rng.sample(folders, min(_MAX_FOLDERS, len(folders)))]
    random_addresses = [
        f"{folder}{_create_random_name(rng)}{rng.choice(_ENDINGS)}"
        for folder in ["/", "/", "/", f"/{_create_random_name(rng)}/", *sampled_folders]
    ]
    below = [f"{folder}{rng.choice(_BELOW)}" for folder in sampled_folders]
    for address in (*PRIVATE_ADDRESSES, *DOORWAY_ADDRESSES, *random_addresses, *below):
        page = f"{address.rstrip('/')}/index.html"
        if address not in known and page not in known:
            yield address


def _create_random_name(rng: random.Random) -> str:
    """Return a random name of two words."""
    letters = "abcdefghiklmnopqrstuvxy"
    return "-".join("".join(rng.choices(letters, k=rng.randint(4, 9))) for _ in range(2))
