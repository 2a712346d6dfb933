"""Redact older releases, so that a rollback restores no withdrawn article.

Only files that differ from the current release are read, because the current release is clean.
Listings that become empty are removed, because they have the name of a tag or author.
A release that cannot be redacted completely is deleted.
"""

import hashlib
import json
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from bulletin.content.site_lists.withdrawals import WITHDRAWAL_HEADING
from bulletin.errors import escape_unprintable
from bulletin.publishing.addresses.emptied_listings import find_empty_listings, is_removed_listing
from bulletin.publishing.release.file_types import FileType, get_file_type
from bulletin.publishing.release.release import DamagedReleaseError, Release, ReleaseOutsideTargetError
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.base import MessageCallback, Target
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from bulletin.publishing.withdrawal.release_redaction import ReleaseRedaction, RemainingReferenceError
from bulletin.search.redaction import DamagedIndexError
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.cache_folder import remove_path
from bulletin.urls import convert_address_to_path

_CACHE_VERSION = "cleansed-2"
RULES_VERSION = "2"
"""Raise this if a redaction removes more, so that older releases are redacted again."""
_DAMAGE_ERRORS = (DamagedReleaseError, UnicodeDecodeError, json.JSONDecodeError)
"""Errors of a release with a file that is missing or is no valid text."""


class _CleanReleases(Struct, frozen=True):
    """The releases that need no redaction."""

    state: str
    """Digest of the rules, the target and the withdrawn addresses."""
    clean: list[str]


def redact_releases(
    target: Target, withdrawn: WithdrawnAddresses, say: MessageCallback, names: Sequence[str] | None = None
) -> list[str]:
    """Remove withdrawn articles from releases and return the ids that are left.

    A release that cannot be redacted completely is deleted. The caller holds the lock of the target.

    Args:
        target: The target of the releases.
        withdrawn: The addresses to remove.
        say: Receives one message for each changed release.
        names: Release ids; None means all but the current one, which has notices already.

    Raises:
        OSError: A file cannot be read or written.
        UserError: The target refuses.

    """
    current = target.current_id()
    names = [name for name in target.release_ids() if name != current] if names is None else names
    if not withdrawn.addresses:
        return list(names)
    reference = _read_reference_release(target, current, withdrawn)
    changed = {name: _redact_or_delete(target, name, reference, withdrawn, say) for name in names}
    if any(changed.values()):
        target.purge_unreferenced()
    remaining = target.release_ids()
    return [name for name in names if name in remaining]


def redact_releases_if_needed(
    target: Target, withdrawn: WithdrawnAddresses, note: Path, say: MessageCallback
) -> None:
    """Redact the older releases that the cache does not list as clean.

    The cache file ``note`` lists the clean releases. It is removed when no address is withdrawn.

    Reason: an article that was put back may be withdrawn a second time.
    """
    if not withdrawn.addresses:
        remove_path(note)
        return
    state = hashlib.sha256(
        "\n".join([RULES_VERSION, target.name, withdrawn.base_path, *sorted(withdrawn.addresses)]).encode()
    ).hexdigest()
    clean = _read_clean_releases(note, state)
    current = target.current_id()
    names = [name for name in target.release_ids() if name != current and name not in clean]
    if names:
        redact_releases(target, withdrawn, say, names)
    if names or not clean:
        target.purge_unreferenced()  # a staged upload or a pending deletion may have the article
    if clean != (remaining := set(target.release_ids())):  # the current release has notices
        write_cache_file(note, _CleanReleases(state, sorted(remaining)), _CACHE_VERSION)


def _read_clean_releases(note: Path, state: str) -> set[str]:
    """Return the ids of the releases that ``note`` lists as clean for ``state``."""
    known = read_cache_file(note, _CleanReleases, _CACHE_VERSION)
    return set(known.clean) if known and known.state == state else set()


def _read_reference_release(target: Target, current: str | None, withdrawn: WithdrawnAddresses) -> Release:
    """Return the current release, from which other releases copy notices.

    The result has no files if there is no current release or if it is damaged.
    The same holds if the current release has a withdrawn article itself.
    """
    no_release = Release(current or "", datetime.min)  # noqa: DTZ901  # the time is not used
    if current is None:
        return no_release
    try:
        release = target.read_release(current)
        with tempfile.TemporaryDirectory(prefix="bulletin-") as folder:
            return no_release if _has_withdrawn_article(target, release, withdrawn, Path(folder)) else release
    except _DAMAGE_ERRORS:
        return no_release


def _redact_or_delete(
    target: Target, name: str, reference: Release, withdrawn: WithdrawnAddresses, say: MessageCallback
) -> bool:
    """Redact one release, or delete a damaged one. Tell if the target changed."""
    try:
        return _redact_release(target, target.read_release(name), reference, withdrawn, say)
    except _DAMAGE_ERRORS:
        say(f"Bản {name} bị hỏng nên không soát được bài đã gỡ; đã bỏ bản này.")
        target.delete([name])
        return True


def _redact_release(
    target: Target, release: Release, reference: Release, withdrawn: WithdrawnAddresses, say: MessageCallback
) -> bool:
    """Redact a release and tell if the target changed. Raise DamagedReleaseError."""
    name = release.id
    with tempfile.TemporaryDirectory(prefix="bulletin-") as folder:
        downloads = Path(folder) / "looked-at"
        if not _has_withdrawn_article(target, release, withdrawn, downloads) and not _find_empty_pages(
            target, release, reference, withdrawn, downloads
        ):
            return False
        try:
            amended = ReleaseRedaction(target, release, reference, withdrawn, Path(folder)).redact()
        except (DamagedIndexError, RemainingReferenceError) as error:
            say(f"Không gỡ sạch được bài khỏi bản {name} ({error}); đã bỏ bản này.")
            target.delete([name])
            return True
        try:
            target.rewrite(StagedSite(Path(folder) / "new", amended.manifest), amended)
        except ReleaseOutsideTargetError as error:
            say(
                f"Bài đã gỡ còn nằm ở {escape_unprintable(error.path)}, nơi bản {name} được chuyển tới: hãy tự xóa thư mục ấy."
            )
            target.delete([name])
            return True
    say(f"Đã gỡ bài khỏi bản {name}.")
    return True


def _has_withdrawn_article(
    target: Target, release: Release, withdrawn: WithdrawnAddresses, folder: Path
) -> bool:
    """Tell if a release has anything but a notice at a withdrawn address.

    The files are downloaded into ``folder``.
    """
    files = [
        file for file in map(convert_address_to_path, withdrawn.addresses) if file in release.manifest.entries
    ]
    target.download(release, files, folder)
    return any(
        f">{WITHDRAWAL_HEADING}</h1>" not in (folder / file).read_text(encoding="utf-8") for file in files
    )


def _find_empty_pages(
    target: Target, release: Release, reference: Release, withdrawn: WithdrawnAddresses, folder: Path
) -> set[str]:
    """Return the empty listings of a release, which older rules left."""
    pages = (path for path in release.manifest.entries if get_file_type(path) is FileType.PAGE)
    paths = [path for path in pages if is_removed_listing(path, reference, withdrawn.notice_addresses)]
    target.download(release, paths, folder)
    texts = {path: (folder / path).read_text(encoding="utf-8") for path in paths}
    return find_empty_listings(texts, withdrawn.addresses)
