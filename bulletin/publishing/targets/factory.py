"""Makes the target that the setting PUBLISH_TO names."""

from os.path import realpath
from pathlib import Path

from bulletin.publishing.settings.credentials import redact_credentials
from bulletin.publishing.settings.settings import split_target_address
from bulletin.publishing.targets.base import Target
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.targets.s3.settings import S3Settings
from bulletin.settings.tables import SettingError

DEFAULT_FOLDER = "public"
"""The target of a site without PUBLISH_TO: a folder of the workspace."""
DEFAULT_BRANCH = "gh-pages"
"""The branch that a repository is served from if the address names none."""
ADDRESS_EXAMPLES = "public, /srv/bantin, ssh://ten@may-chu/duong-dan, s3://kho/duong-dan hoặc git+ssh://git@may-chu/kho.git#nhanh"

_WORKSPACE_FOLDERS = (
    *("content", "output", "output-publish", "output-livereload", ".cache", ".git", ".venv"),
    *(".ci", "bench", "bulletin", "deploy", "docs", "plugins", "tests", "theme", "tools"),
)
"""Folders of a workspace that hold other files than releases."""


def create_target(address: str, root: Path, cache: Path, store: object = None) -> Target:
    """Return the target that ``address`` names.

    Args:
        address: The value of PUBLISH_TO.
        root: The workspace. The path of a folder target begins there.
        cache: The cache folder of the workspace.
        store: The settings table PUBLISH_S3.

    Raises:
        SettingError: The address is of no target.

    """
    s3_settings = S3Settings.of(store or {})
    scheme, rest = split_target_address(address)
    if not scheme:
        _refuse_without_scheme(address)
        folder = root / Path(address or DEFAULT_FOLDER).expanduser()
        _refuse_workspace_folder(folder, root, address)
        return FolderTarget(folder, address or DEFAULT_FOLDER)
    address = f"{scheme}://{rest}"
    if scheme == "ssh":
        from bulletin.publishing.targets.ssh.address import SshAddress  # noqa: PLC0415  # loaded only if needed
        from bulletin.publishing.targets.ssh.target import SshTarget  # noqa: PLC0415  # loaded only if needed

        return SshTarget(SshAddress.parse(address), cache / "publishing" / "records")
    if scheme.startswith("git+"):
        from bulletin.publishing.targets.git.target import GitTarget  # noqa: PLC0415  # loaded only if needed

        remote, _, branch = address.removeprefix("git+").partition("#")
        return GitTarget(remote.removeprefix("file://"), branch or DEFAULT_BRANCH, cache / "publishing")
    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    if scheme == "s3" and bucket and "@" not in bucket:
        from bulletin.publishing.targets.s3.target import S3Target  # noqa: PLC0415  # loaded only if needed

        return S3Target(bucket, prefix.strip("/"), s3_settings, cache / "publishing")
    raise SettingError.for_setting(
        "PUBLISH_TO",
        f"PUBLISH_TO là “{redact_credentials(address)}”, không dùng được. Hãy viết như: {ADDRESS_EXAMPLES}",
    )


def _refuse_workspace_folder(folder: Path, root: Path, address: str) -> None:
    """Raise SettingError if ``folder`` is the workspace or lies in one of its folders."""
    place = Path(realpath(folder))  # accepts a link that leads to itself
    home = root.resolve()
    # content/ may be a link into a repository of its own, so its target is refused as well.
    # Other links (.cache on another disk) may lead to folders that are not the bulletin's alone.
    own = [(home / "content").resolve(), *(home / name for name in _WORKSPACE_FOLDERS)]
    if place == home or any(map(place.is_relative_to, own)):
        raise SettingError.for_setting(
            "PUBLISH_TO",
            f"PUBLISH_TO là “{address}”, nơi có nội dung hay chương trình của trang này. "
            f"Hãy chọn thư mục dành riêng cho các bản xuất bản, như {DEFAULT_FOLDER} hoặc /srv/bantin.",
        )


def _refuse_without_scheme(address: str) -> None:
    """Raise SettingError for an address as scp has it: ``web@may-chu:/srv/bantin``."""
    head = address.partition("/")[0]
    if ":" not in head and "@" not in head:
        return
    host, colon, path = address.partition(":" if ":" in head else "/")
    # The meaning of “ssh:/…” and “C:/…” is unknown.
    if redact_credentials(address) != address or ("." not in host and "@" not in host):
        suggestion = ADDRESS_EXAMPLES
    elif host.startswith("git@") or "#" in path or path.endswith(".git"):
        suggestion = f"git+ssh://{host}/{path.lstrip('/')}{'' if '#' in path else f'#{DEFAULT_BRANCH}'}"
    else:
        home = "~/" if colon == ":" and not path.startswith("/") else ""
        suggestion = f"ssh://{host}/{home}{path.lstrip('/')}"
    raise SettingError.for_setting(
        "PUBLISH_TO",
        f"PUBLISH_TO là “{redact_credentials(address)}”, không rõ là máy khác hay thư mục trên máy này. "
        f"Nếu là máy khác, hãy viết: {suggestion}. Nếu là thư mục, hãy thêm “./” ở đầu.",
    )
