"""Takes what was withdrawn out of older releases, so that going back to one does not bring it back.

Only files that differ from the current release are looked at: what both hold is clean already. A tag, topic, author or
month that lists nothing without it goes as well, with its name. A release of which a trace would stay is forgotten altogether.
"""

import hashlib
import json
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from bulletin.content.withdrawals import WITHDRAWAL_HEADING
from bulletin.errors import escape_unprintable
from bulletin.publishing.addresses.emptied_listings import find_empty_listings, is_removed_listing
from bulletin.publishing.release.file_types import FileType, get_file_type
from bulletin.publishing.release.release import DamagedReleaseError, Release, ReleaseOutsideTargetError
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.base import MessageCallback, Target
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from bulletin.publishing.withdrawal.release_redaction import ReleaseRedaction, RemainingReferenceError
from bulletin.search.pagefind import SearchError
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.cache_folder import remove_path
from bulletin.urls import convert_address_to_path

_NOTE = "cleansed-2"
_RULES = "2"
"""To be raised when more is taken out: releases that were cleansed by older rules are looked at once more."""
_DAMAGE = (DamagedReleaseError, UnicodeDecodeError, json.JSONDecodeError)
"""A file of a release that is missing, or is no text any more."""


class _Cleansed(Struct, frozen=True):
    """Releases that are clean."""

    state: str
    """Digest of all that they are clean of."""
    clean: list[str]


def redact_releases(
    target: Target, sought: WithdrawnAddresses, say: MessageCallback, names: Sequence[str] | None = None
) -> list[str]:
    """Take what is ``sought`` out of releases; return those that are left.

    ``names`` are their ids; None means all but the current one, which has notices there already. One
    that cannot be made clean is forgotten. The caller holds the target. Raise UserError or OSError.
    """
    current = target.current_id()
    names = [name for name in target.release_ids() if name != current] if names is None else names
    if not sought.addresses:
        return list(names)
    clean = _reference_release(target, current, sought)
    done = {name: _cleanse(target, name, clean, sought, say) for name in names}
    if any(done.values()):
        target.purge_unreferenced()
    whole = target.release_ids()
    return [name for name in names if name in whole]


def redact_releases_if_needed(
    target: Target, sought: WithdrawnAddresses, note: Path, say: MessageCallback
) -> None:
    """Cleanse the older releases that were not cleansed yet of all that is ``sought``.

    ``note`` is a file of the cache that says which ones were. It goes with the last address that is sought: what was
    put back meanwhile may be taken down again.
    """
    if not sought.addresses:
        remove_path(note)
        return
    state = hashlib.sha256(
        "\n".join([_RULES, target.name, sought.base_path, *sorted(sought.addresses)]).encode()
    ).hexdigest()
    clean = _noted(note, state)
    current = target.current_id()
    names = [name for name in target.release_ids() if name != current and name not in clean]
    if names:
        redact_releases(target, sought, say, names)
    if names or not clean:
        target.purge_unreferenced()  # also where no release held it: what lies ready, or waits to be removed, may
    if clean != (whole := set(target.release_ids())):  # the current one has notices
        write_cache_file(note, _Cleansed(state, sorted(whole)), _NOTE)


def _noted(note: Path, state: str) -> set[str]:
    """Return the releases that ``note`` says are clean of what makes up ``state``."""
    known = read_cache_file(note, _Cleansed, _NOTE)
    return set(known.clean) if known and known.state == state else set()


def _reference_release(target: Target, current: str | None, sought: WithdrawnAddresses) -> Release:
    """Return the current release, of which the others may take notices; one without files where it is none to trust.

    So it is where nothing is shown, where it is damaged, and where it has the article itself.
    """
    nothing = Release(current or "", datetime.min)  # noqa: DTZ901  # nobody asks when
    if current is None:
        return nothing
    try:
        found = target.read_release(current)
        with tempfile.TemporaryDirectory(prefix="bulletin-") as folder:
            return nothing if _holds(target, found, sought, Path(folder)) else found
    except _DAMAGE:
        return nothing


def _cleanse(
    target: Target, name: str, clean: Release, sought: WithdrawnAddresses, say: MessageCallback
) -> bool:
    """Cleanse one release, or forget it; tell whether anything was done."""
    try:
        return _redact_release(target, target.read_release(name), clean, sought, say)
    except _DAMAGE:
        say(f"Bản {name} bị hỏng nên không soát được bài đã gỡ; đã bỏ bản này.")
        target.delete([name])
        return True


def _redact_release(
    target: Target, release: Release, clean: Release, sought: WithdrawnAddresses, say: MessageCallback
) -> bool:
    """Cleanse a release whose record can be read; tell whether anything was done. Raise DamagedReleaseError."""
    name = release.id
    with tempfile.TemporaryDirectory(prefix="bulletin-") as folder:
        seen = Path(folder) / "looked-at"
        if not _holds(target, release, sought, seen) and not _empty(target, release, clean, sought, seen):
            return False
        try:
            amended = ReleaseRedaction(target, release, clean, sought, Path(folder)).redact()
        except (SearchError, RemainingReferenceError) as error:
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


def _holds(target: Target, release: Release, sought: WithdrawnAddresses, folder: Path) -> bool:
    """Tell whether ``release`` has anything but a notice at an address that is sought; ``folder`` is to look at it."""
    files = [
        file for file in map(convert_address_to_path, sought.addresses) if file in release.manifest.entries
    ]
    target.download(release, files, folder)
    return any(
        f">{WITHDRAWAL_HEADING}</h1>" not in (folder / file).read_text(encoding="utf-8") for file in files
    )


def _empty(
    target: Target, release: Release, clean: Release, sought: WithdrawnAddresses, folder: Path
) -> set[str]:
    """Return the listings of ``release`` that have no article: older rules left them, with a name that only it bore."""
    pages = (path for path in release.manifest.entries if get_file_type(path) is FileType.PAGE)
    paths = [path for path in pages if is_removed_listing(path, clean, sought.notice_addresses)]
    target.download(release, paths, folder)
    texts = {path: (folder / path).read_text(encoding="utf-8") for path in paths}
    return find_empty_listings(texts, sought.addresses)
