"""Which target an address means: the setting PUBLISH_TO."""

from pathlib import Path
from urllib.parse import urlsplit

from publishing.errors import PublishError
from publishing.targets.folder import FolderTarget
from publishing.targets.target import Target

FOLDER = "public"
"""Where a site goes that says nothing of it: a folder of the working copy."""
FORMS = "public, /srv/bantin, ssh://ten@may-chu/duong-dan, s3://kho/duong-dan hoặc git+ssh://git@may-chu/kho.git#nhanh"


def target_of(address: str, root: Path) -> Target:
    """Return the target that ``address`` names; a folder is seen from ``root``, the working copy. Raise PublishError."""
    scheme = urlsplit(address).scheme if "://" in address else ""
    if not scheme:
        return FolderTarget(root / Path(address or FOLDER).expanduser(), shown=address or FOLDER)
    raise PublishError(
        f"PUBLISH_TO trong publishconf.py là “{address}”, không dùng được. Hãy viết như: {FORMS}."
    )
