"""Addresses at which nothing may be found: those of the server, and doorways as attackers lay them.

A doorway is a page about gambling at an address that the site never had. A publish cannot know their names, so those
that are seen on Vietnamese public sites are asked for, and others that are new in each run.
"""

import posixpath
import random
from collections.abc import Collection, Iterator

PRIVATE_ADDRESSES = (
    "/khong-co-trang-nay-kiem-tra/",
    "/.bulletin.json",
    "/.nginx/gone.map",
    "/.nginx/redirects.map",
    "/.releases/current",
    "/.git/config",
    "/.env",
    "/releases/",
    "/publishconf.py",
)
"""What lies beside the site, and no reader may get."""
_DOORWAYS = (
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
"""Names that attackers give to doorways, to the programs behind them and to their lists for search engines."""
_ENDINGS = ("/", "", ".html", ".php", ".htm", ".pdf", ".xml", ".js", "-ca-do-bong-da.html", "/casino/")
_BELOW = ("amp/", "feed/", "page/2/", "trackback/", "wp-login.php", "index.php", "default.aspx")
"""What other programs have below each page."""
_FOLDERS = 12
"""Folders of the site in which an address is made up."""


def generate_unpublished_addresses(paths: Collection[str], dice: random.Random) -> Iterator[str]:
    """Yield addresses that lead to none of ``paths``, the files of a release; some are others each time."""
    known = {f"/{path}" for path in paths}
    folders = sorted({posixpath.dirname(path) for path in paths if not path.startswith(".")} - {""})
    some = [f"/{one}/" for one in dice.sample(folders, min(_FOLDERS, len(folders)))]
    made_up = [
        f"{folder}{_word(dice)}{dice.choice(_ENDINGS)}"
        for folder in ["/", "/", "/", f"/{_word(dice)}/", *some]
    ]
    below = [f"{folder}{dice.choice(_BELOW)}" for folder in some]
    for address in (*PRIVATE_ADDRESSES, *_DOORWAYS, *made_up, *below):
        page = f"{address.rstrip('/')}/index.html"
        if address not in known and page not in known:
            yield address


def _word(dice: random.Random) -> str:
    """Return a name that is none of an article: two words of letters."""
    letters = "abcdefghiklmnopqrstuvxy"
    return "-".join("".join(dice.choices(letters, k=dice.randint(4, 9))) for _ in range(2))
