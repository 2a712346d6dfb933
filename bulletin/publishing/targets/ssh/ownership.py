"""Tell what a publish made on the server from what others put there, in functions for the scripts of ``remote_scripts.py``.

A publish removes only what it made. Everything that it makes in releases/ has a mark beside it, which is written first:
a record, or a copy of one, that lists the files. Nothing follows a symbolic link. Whatever a mark does not list is
moved to the folder ``tep-la`` of the target, and the publisher is told.

::

    releases/ID/          its mark is ID.json; while it is amended or removed: .ID.json
    releases/.ID/         .ID.json, the records of the release before and of this one, one after the other
    releases/.next-ID/    .next-ID.json, a hard link to ID.json
    releases/.copying/    .copying.json, likewise
    releases/.incoming/   .incoming.list, the paths that a publish announced
"""

import re
from collections.abc import Collection, Iterable, Iterator

from bulletin.errors import escape_unprintable
from bulletin.publishing.targets.ssh.errors import (
    CURRENT_NOT_LINK_MESSAGE,
    FOREIGN_PATH_MESSAGE,
    MOUNT_POINT_MESSAGE,
)
from bulletin.text.formatting import format_names

REMOTE_FOREIGN_FILES_FOLDER = "tep-la"
"""The folder for what is not ours, beside ``releases``."""

_MAX_KEPT_CHANGES = 100
"""Files that changed, up to which they are kept: more are a copy of the releases that lost its times."""
FILE_TEST_FUNCTIONS = rf"""
is_folder() {{ [ -d "$1" ] && [ ! -L "$1" ]; }}
is_file() {{ [ -f "$1" ] && [ ! -L "$1" ]; }}
is_free() {{ [ ! -e "$1" ] && [ ! -L "$1" ]; }}
is_alone() {{ is_file "$1" && [ "$(stat -c %h -- "$1")" = 1 ]; }}
refuse() {{ printf '{FOREIGN_PATH_MESSAGE}|%s|%s|\n' "$(stat -c %F -- "$1")" "$1" >&2; exit 1; }}
"""
"""Tests that do not follow links, and a refusal that names what stands in the way."""

CURRENT_ID_FUNCTION = r"""
shown() {
    [ -L current ] && [ -d releases ] || return 1
    goal=$(readlink current)
    goal=${goal%/}
    case ${goal##*/} in [0-9]*-[0-9]*-*) ;; *) return 1 ;; esac
    [ "$(cd -P -- "$(dirname -- "$goal")" 2>/dev/null && pwd -P)" = "$(cd -P releases 2>/dev/null && pwd -P)" ] || return 1
    printf %s "${goal##*/}"
}
"""
"""Print the id of the release of this folder that ``current`` names."""

CURRENT_LINK_CHECK = f"""{CURRENT_ID_FUNCTION}
is_free current || shown >/dev/null || {{ echo '{CURRENT_NOT_LINK_MESSAGE}' >&2; exit 1; }}
"""

MOUNT_CHECK = rf"""
if [ -r /proc/self/mountinfo ]; then
    here=$(printf %s "$top" | sed 's/\\/\\134/g; s/ /\\040/g; s/\t/\\011/g')
    while read -r _ _ _ _ at _; do
        case $at in "$here"/releases/* | "$here"/{REMOTE_FOREIGN_FILES_FOLDER} | "$here"/{REMOTE_FOREIGN_FILES_FOLDER}/* | "$here"/.lock | "$here"/.work)
            printf '{MOUNT_POINT_MESSAGE}|%b|\n' "$at" >&2
            exit 1 ;;
        esac
    done </proc/self/mountinfo
fi
"""
"""Refuse to work where another disk is mounted below what a publish removes. A mount at ``releases`` itself is fine."""

OWNERSHIP_FUNCTIONS = rf"""
choose_place() {{
    is_free "$top/{REMOTE_FOREIGN_FILES_FOLDER}" && mkdir "$top/{REMOTE_FOREIGN_FILES_FOLDER}"
    is_folder "$top/{REMOTE_FOREIGN_FILES_FOLDER}" || refuse "$top/{REMOTE_FOREIGN_FILES_FOLDER}"
    wanted=${{1#.}} place=${{1#.}} number=1
    until is_free "$top/{REMOTE_FOREIGN_FILES_FOLDER}/$place"; do number=$((number + 1)) place=$wanted-$number; done
}}
move_aside() {{
    is_free "$1" && return
    choose_place "$1"
    mv -nT -- "$1" "$top/{REMOTE_FOREIGN_FILES_FOLDER}/$place" || exit 1
    printf 'moved\0%s\0%s\0\0' "$1" "$place"
}}
move_entries() {{
    choose_place "$1"
    mkdir "$top/{REMOTE_FOREIGN_FILES_FOLDER}/$place" || exit 1
    xargs -0 sh -c '
        from=$1 to=$2
        shift 2
        for path do
            folder=$to/$path folder=${{folder%/*}}
            [ -d "$folder" ] || mkdir -p -- "$folder" || exit 255
            mv -nT -- "$from/$path" "$to/$path" || exit 255
        done' sh "$1" "$top/{REMOTE_FOREIGN_FILES_FOLDER}/$place" || exit 1
    printf 'entries\0%s\0%s\0' "$1" "$place"
    (cd "$top/{REMOTE_FOREIGN_FILES_FOLDER}/$place" && find . -mindepth 1 \( -type d ! -empty -o -printf '%P\0' \))
    printf '\0'
}}
list_marked() {{
    tr '\n' '\0' <"$1" | sed -zn '
        s/^{{"path": "\(.*\)", "sha256": "[0-9a-f]*", "size": \([0-9]*\).*/\2 \1/
        T
        s/\\"/"/g
        p
        p
        s/^[0-9]* /d /
        t parents
        :parents
        s|/[^/]*$||
        T
        p
        p
        b parents'
}}
list_foreign() {{
    {{
        list_marked "$2"
        find "$1" -mindepth 1 \( -type d ! -empty -o -type d -printf 'd %P\0' \
            -o -type f ! -newer "$2" -printf '%s %P\0' -o -printf 'x %P\0' \)
    }} | sort -z | uniq -zu | sed -z 's/^[^ ]* //'
}}
list_strange() {{
    {{
        list_marked "$2" | sed -z 's/^[0-9][0-9]* /f /'
        find "$1" -mindepth 1 \( -type d ! -empty -o -type d -printf 'd %P\0' -o -type f -printf 'f %P\0' -o -printf 'x %P\0' \)
    }} | sort -z | uniq -zu | sed -z 's/^[^ ]* //'
}}
has_foreign() {{ [ "$(list_foreign "$1" "$2" | head -c 1 | wc -c)" != 0 ]; }}
sort_out() {{ ! has_foreign "$1" "$2" || list_foreign "$1" "$2" | move_entries "$1" || exit 1; }}
remove_marked() {{
    case $1 in .*) mark=$1.json ;; *) mark=.$1.json ;; esac
    case $1 in .next-*) is_file "$mark" || mark=${{1#.next-}}.json ;; esac
    if is_folder "$1" && is_file "$mark"; then
        altered=$(list_foreign "$1" "$mark" | tr -cd '\0' | wc -c)
        if [ "$altered" -le {_MAX_KEPT_CHANGES} ]; then
            sort_out "$1" "$mark"
        else
            printf 'rewritten\0%s\0%s\0\0' "$1" "$altered"
            [ "$(list_strange "$1" "$mark" | head -c 1 | wc -c)" = 0 ] || list_strange "$1" "$mark" | move_entries "$1" || exit 1
        fi
        rm -rf -- "$1" || exit 1
    else
        move_aside "$1"
    fi
}}
remove_mark() {{
    if is_file "$1" && {{ [ ! -s "$1" ] || [ "$(head -c 6 "$1")" = '{{"id":' ]; }}; then
        rm -f -- "$1" || exit 1
    else
        move_aside "$1"
    fi
}}
"""
"""Functions of scripts that write; they work in releases/, and ``top`` is the target's folder.

``remove_marked`` falls back on the record itself for a copy without a mark, as earlier versions made it.
``list_foreign`` prints the entries of a folder that its mark does not list, and files that changed since: each line
of a mark is printed twice, so that ``uniq -u`` leaves the others. ``list_strange`` compares names and kinds alone.

What they do is printed for ``parse_script_output``: fields that end with NUL, a further NUL after the last.
"""

_NOTES = tuple(f".release/{name}" for name in ("record.json", "sums", "gone"))
_NAMED = 3
"""So many paths are named."""
_PARTIAL = re.compile(r"((?:.*/)?)\.partial/([^/]+)", re.DOTALL)
_RSYNC_TEMPORARY_FILE = re.compile(r"((?:.*/)?)\.([^/]+)\.[A-Za-z0-9]{6}", re.DOTALL)
"""A file while rsync receives it."""


def parse_script_output(printed: bytes) -> Iterator[list[str]]:
    """Yield what a script printed, each word as its fields."""
    for word in printed.decode("utf-8", "surrogateescape").split("\0\0"):
        if word:
            yield word.rstrip("\0").split("\0")


def describe_script_action(word: list[str]) -> str:
    """Return a Vietnamese sentence for what a script did with something that is not ours; empty for other words."""
    what, *fields = (escape_unprintable(field) for field in word)
    if what == "moved":
        return (
            f"“releases/{fields[0]}” không phải do lệnh publish tạo nên đã chuyển vào “{REMOTE_FOREIGN_FILES_FOLDER}/{fields[1]}”; "
            "hãy xem rồi xóa nếu không cần."
        )
    if what == "entries":
        paths = sorted(fields[2:])
        return (
            f"Trong “releases/{fields[0]}” có {len(paths)} mục không phải do lệnh publish tạo hoặc đã bị sửa sau khi "
            f"phát hành ({format_names(paths, _NAMED, 'mục')}); đã chuyển vào “{REMOTE_FOREIGN_FILES_FOLDER}/{fields[1]}”: hãy xem rồi xóa nếu không cần."
        )
    if what == "rewritten":
        return (
            f"Trong “releases/{fields[0]}” có {fields[1]} tệp đã bị sửa sau khi phát hành, hoặc mất giờ ghi khi chép lại; "
            "bản này hết hạn giữ nên không giữ lại."
        )
    if what == "aside":
        return f"“{REMOTE_FOREIGN_FILES_FOLDER}” giữ tệp lạ đã chuyển vào, có thể có bản chép của bài đã gỡ. Hãy xem rồi xóa."
    if what == "linked":
        return (
            f"“releases/{fields[0]}” là liên kết tới “{fields[1]}”: chỉ bỏ liên kết, bản chép ở đó vẫn còn nguyên. "
            "Hãy tự xóa bản chép ấy nếu không cần, nhất là khi nó còn bài đã gỡ."
        )
    return ""


def find_unannounced_paths(arrived: Iterable[str], announced: Collection[str]) -> list[str]:
    """Return the paths in .incoming/ that no publish sent.

    ``arrived`` are rows of type, number of links and path; ``announced`` are the paths that publishes were to send.
    """
    known = {*announced, *_NOTES}
    folders = {path[: match.start()] for path in known for match in re.finditer("/", path)}
    rows = (row.split(" ", 2) for row in arrived)
    return [path for kind, links, path in rows if not _is_ours(kind, links, path, known, folders)]


def _is_ours(kind: str, links: str, path: str, known: set[str], folders: set[str]) -> bool:
    if kind == "d":
        return path in folders or path.removesuffix("/.partial") in folders or path == ".partial"
    if kind != "f":
        return False
    if path in known:
        return links == "1" or path not in _NOTES
    found = _PARTIAL.fullmatch(path) or _RSYNC_TEMPORARY_FILE.fullmatch(path)
    return links == "1" and found is not None and found[1] + found[2] in known
