"""Which target an address means: the setting PUBLISH_TO."""

from os.path import realpath
from pathlib import Path

from bulletin.publishing.settings.redaction import redact_credentials
from bulletin.publishing.targets.base import Target
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.targets.s3.settings import S3Settings
from bulletin.settings.tables import SettingError

DEFAULT_FOLDER = "public"
"""Where a site goes that says nothing of it: a folder of the working copy."""
DEFAULT_BRANCH = "gh-pages"
"""The branch that a repository is served from, where the address names none."""
ADDRESS_EXAMPLES = "public, /srv/bantin, ssh://ten@may-chu/duong-dan, s3://kho/duong-dan hoặc git+ssh://git@may-chu/kho.git#nhanh"

_WORKSPACE_FOLDERS = (
    *("content", "output", "output-publish", ".cache", ".git", ".venv"),
    *(".ci", "bench", "bulletin", "deploy", "docs", "plugins", "tests", "theme", "tools"),
)
"""Folders of a working copy that hold something else than releases."""


def create_target(address: str, root: Path, cache: Path, store: object = None) -> Target:
    """Return the target that ``address`` names; a folder is seen from ``root``, the working copy.

    ``cache`` is for what a target keeps here to work less, ``store`` the table PUBLISH_S3. Raise SettingError.
    """
    store_settings = S3Settings.of(store or {})
    scheme, mark, rest = address.partition("://")
    if not mark or "/" in scheme:
        _refuse_without_scheme(address)
        folder = root / Path(address or DEFAULT_FOLDER).expanduser()
        _refuse_own(folder, root, address)
        return FolderTarget(folder, shown=address or DEFAULT_FOLDER)
    scheme = scheme.lower()
    address = f"{scheme}://{rest}"
    if scheme == "ssh":
        from bulletin.publishing.targets.ssh.address import SshAddress  # noqa: PLC0415  # only who needs it pays for it
        from bulletin.publishing.targets.ssh.target import SshTarget  # noqa: PLC0415  # likewise

        return SshTarget(SshAddress.parse(address), cache / "publishing" / "records")
    if scheme.startswith("git+"):
        from bulletin.publishing.targets.git.target import GitTarget  # noqa: PLC0415  # only who needs it pays for it

        remote, _, branch = address.removeprefix("git+").partition("#")
        return GitTarget(remote.removeprefix("file://"), branch or DEFAULT_BRANCH, cache / "publishing")
    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    if scheme == "s3" and bucket and "@" not in bucket:
        from bulletin.publishing.targets.s3.target import S3Target  # noqa: PLC0415  # likewise

        return S3Target(bucket, prefix.strip("/"), store_settings, cache / "publishing")
    raise SettingError.for_setting(
        "PUBLISH_TO",
        f"PUBLISH_TO là “{redact_credentials(address)}”, không dùng được. Hãy viết như: {ADDRESS_EXAMPLES}.",
    )


def _refuse_own(folder: Path, root: Path, address: str) -> None:
    """Raise SettingError where ``folder`` is the working copy in ``root``, or lies in what is part of it."""
    place, home = (
        Path(realpath(folder)),
        root.resolve(),
    )  # of a link that leads to itself the first asks no more
    # content/ may be a link into a repository of its own; where others lead (.cache on another disk) is not ours alone.
    own = [(home / "content").resolve(), *(home / name for name in _WORKSPACE_FOLDERS)]
    if place == home or any(map(place.is_relative_to, own)):
        raise SettingError.for_setting(
            "PUBLISH_TO",
            f"PUBLISH_TO là “{address}”, nơi có nội dung hay chương trình của trang này. "
            f"Hãy chọn thư mục dành riêng cho các bản xuất bản, như {DEFAULT_FOLDER} hoặc /srv/bantin.",
        )


def _refuse_without_scheme(address: str) -> None:
    """Raise SettingError where an address is how scp and git name another machine: ``web@may-chu:/srv/bantin``."""
    head = address.partition("/")[0]
    if ":" not in head and "@" not in head:
        return
    host, colon, path = address.partition(":" if ":" in head else "/")
    if redact_credentials(address) != address or (
        "." not in host and "@" not in host
    ):  # “ssh:/…”, “C:/…”: who knows
        right = ADDRESS_EXAMPLES
    elif host.startswith("git@") or "#" in path or path.endswith(".git"):
        right = f"git+ssh://{host}/{path.lstrip('/')}{'' if '#' in path else f'#{DEFAULT_BRANCH}'}"
    else:
        home = "~/" if colon == ":" and not path.startswith("/") else ""
        right = f"ssh://{host}/{home}{path.lstrip('/')}"
    raise SettingError.for_setting(
        "PUBLISH_TO",
        f"PUBLISH_TO là “{redact_credentials(address)}”, không rõ là máy khác hay thư mục trên máy này. "
        f"Nếu là máy khác, hãy viết: {right}. Nếu là thư mục, hãy thêm “./” ở đầu.",
    )
