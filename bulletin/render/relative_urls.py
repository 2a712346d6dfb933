"""Document-relative addresses, for Pelican's RELATIVE_URLS: a built site that can be looked at below any folder."""

import re
from functools import cache

_ONE = "(?<= href=)|(?<= src=)|(?<= action=)|(?<= data-src=)"
_SEVERAL = "(?<= srcset=)|(?<= data-bundles=)"
"""Names of attributes, looked at from behind the "=": a page has fewer of these than of spaces."""
_LIST = re.compile(rf"""=(?:{_SEVERAL})(?:"[^"]*"|'[^']*')""")


def make_urls_relative(html: str, name: str, base: str) -> str:
    """Return ``html``, the page ``name`` (``2019/12/x/index.html``), with addresses that start from itself.

    Those of a fragment start from the fragment: the script that takes it in reads them so.

    ``base`` is the path that addresses in it begin with; addresses that lead outside stay.
    """
    to = rf"\1{'../' * name.count('/') or './'}"
    alone, listed, refresh = _starts(base)
    lists = _LIST.sub(lambda found: listed.sub(to, found[0]), html)
    return refresh.sub(to, alone.sub(to, lists))


@cache
def _starts(base: str) -> tuple[re.Pattern[str], ...]:
    """Return where an address within the site starts: alone in an attribute, in a list, where a page leads on."""
    root = rf"(?:{re.escape(base)})?/(?!/)"
    before = (
        rf"""(=(?:{_ONE})["'])""",
        r"""(=["']|, |\["|", ?"|&#34;)""",
        r'(http-equiv="refresh" content="\d+; ?url=)',
    )
    return tuple(re.compile(f"{one}{root}") for one in before)
