"""Document-relative addresses, for Pelican's RELATIVE_URLS: a built site that can be looked at below any folder."""

import re

_ATTRIBUTE = re.compile(r'(?<= )(href|src|srcset|action|data-src|data-bundles)=(["\'])(.*?)\2', re.DOTALL)
_REFRESH = re.compile(r'(<meta http-equiv="refresh" content="\d+; ?url=)/(?!/)')
_START = re.compile(r'(^|, |\["|", ?"|&#34;)/(?!/)')


def relative(html: str, name: str, base: str) -> str:
    """Return ``html``, the page ``name`` (``2019/12/x/index.html``), with addresses that start from itself.

    Those of a fragment start from the fragment: the script that takes it in reads them so.

    ``base`` is the path that addresses in it begin with; addresses that lead outside stay.
    """
    up = "../" * name.count("/") or "./"

    def started(found: re.Match[str]) -> str:
        return found[1] + up

    def rewritten(found: re.Match[str]) -> str:
        key, quote, value = found.groups()
        if base:
            value = re.sub(rf'(^|, |"|&#34;){re.escape(base)}/', r"\1/", value)
        return f"{key}={quote}{_START.sub(started, value)}{quote}"

    refreshed = _REFRESH.sub(
        lambda found: f"{found[1]}{up}", html.replace(f"url={base}/", "url=/") if base else html
    )
    return _ATTRIBUTE.sub(rewritten, refreshed)
