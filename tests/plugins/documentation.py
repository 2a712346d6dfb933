"""The templates that plugins/README.md shows."""

import re

from tests.plugins.stock_site import ROOT


def read_documented_template(word: str) -> str:
    """Return the only template of plugins/README.md with ``word``."""
    text = (ROOT / "plugins/README.md").read_text(encoding="utf-8")
    (template,) = (block for block in re.findall(r"```jinja\n(.*?)```", text, re.DOTALL) if word in block)
    return str(template)
