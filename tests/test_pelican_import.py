import subprocess
import sys

from tests.sample_site import ROOT

SCRIPT = """
import sys
from bulletin.pelican_import import import_pelican
import_pelican()
assert "docutils" not in sys.modules and "pelican.rstdirectives" not in sys.modules
from docutils.core import publish_string
assert b"<em>" in publish_string("a *b*", writer="html4css1")
assert import_pelican() is sys.modules["pelican"]
"""


def test_import_pelican_leaves_docutils_to_plugins() -> None:
    subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, check=True)
