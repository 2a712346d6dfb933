"""Document-relative addresses for Pelican's setting RELATIVE_URLS."""

import re
from functools import cache

from bulletin.text.late_patterns import compile_late

_SINGLE = "(?<= href=)|(?<= src=)|(?<= action=)|(?<= data-src=)|(?<= data-index=)|(?<= data-worker=)"
_LISTS = "(?<= srcset=)"
"""Lookbehinds for the names of attributes. Reason: a page has fewer “=” than spaces."""
_LIST_ATTRIBUTE = compile_late(rf"""=(?:{_LISTS})(?:"[^"]*"|'[^']*')""")


def make_urls_relative(html: str, name: str, base: str) -> str:
    """Return the page ``html`` with addresses relative to the page itself.

    Addresses in a fragment are relative to the fragment, because its script resolves them so.

    Args:
        html: The rendered page.
        name: Path of the page from the output folder, such as ``2019/12/x/index.html``.
        base: The base path of the site, which its addresses begin with. Addresses of other sites stay.

    """
    replacement = rf"\1{'../' * name.count('/') or './'}"
    single, in_lists, refresh = _compile_patterns(base)
    lists = _LIST_ATTRIBUTE.sub(lambda found: in_lists.sub(replacement, found[0]), html)
    return refresh.sub(replacement, single.sub(replacement, lists))


@cache
def _compile_patterns(base: str) -> tuple[re.Pattern[str], ...]:
    """Return patterns for addresses in attributes, in lists and in redirects."""
    root = rf"(?:{re.escape(base)})?/(?!/)"
    contexts = (
        rf"""(=(?:{_SINGLE})["'])""",
        r"""(=["']|, |\["|", ?"|&#34;)""",
        r'(http-equiv="refresh" content="\d+; ?url=)',
    )
    return tuple(re.compile(f"{context}{root}") for context in contexts)
