"""Scripts for the POSIX shell of the server. Each script is one remote command.

Every script starts in the folder of the target.
A script that writes holds the second lock, ``.work``, while it runs.
It stops unless the first lock, ``.lock``, is ours: the first line of ``.lock`` is the token of the holder.
So a publisher that returns after a lost connection cannot write into the next publish.
The next publisher waits for a script that still runs.

- ``releases/.incoming/``: uploaded files that belong to no release yet. They stay if the connection is lost.
- ``releases/.incoming/.release/{record.json,sums,gone}``: record, digests and removed paths of the new release.
- ``releases/.next-ID/``: a copy of the release ID in hard links, from which the next release is made.
- ``releases/.ID/``: an incomplete release.

``ownership.py`` has the rules for foreign files.
"""

from bulletin.publishing.targets.ssh.errors import (
    COMMAND_BUSY_MESSAGE,
    LOCK_LOST_MESSAGE,
    NO_PARENT_MESSAGE,
    UPLOAD_ALTERED_MESSAGE,
)
from bulletin.publishing.targets.ssh.ownership import (
    CURRENT_ID_FUNCTION,
    CURRENT_LINK_CHECK,
    FILE_TEST_FUNCTIONS,
    MOUNT_CHECK,
    OWNERSHIP_FUNCTIONS,
    REMOTE_FOREIGN_FILES_FOLDER,
)

_OPEN = """
set -u
LC_ALL=C; export LC_ALL
umask 022
path=$1; shift
"""
_ENTER = f"""{_OPEN}
cd -P -- "$path" || exit 1
"""
_WRITE = f"""{_ENTER}{FILE_TEST_FUNCTIONS}
top=$(pwd -P)
is_free .work || is_file .work || refuse "$top/.work"
is_folder releases || refuse "$top/releases"
exec 9>>.work || exit 1
flock -w 100 9 || {{ echo '{COMMAND_BUSY_MESSAGE}' >&2; exit 1; }}
is_file .lock && [ "$(head -n 1 .lock)" = "$1" ] || {{ echo "{LOCK_LOST_MESSAGE}" >&2; exit 1; }}
shift
"""

LOCK_SCRIPT = f"""{_OPEN}{FILE_TEST_FUNCTIONS}
token=$1 holder=$2
if [ ! -d "$path" ]; then
    [ -d "$(dirname -- "$path")" ] || {{ echo '{NO_PARENT_MESSAGE}' >&2; exit 1; }}
    mkdir -- "$path" || exit 1
fi
cd -P -- "$path" || exit 1
top=$(pwd -P)
is_ours() {{ head -n 1 .lock | grep -qaE '^[0-9a-f]{{32}}$|, tiến trình [0-9]+$'; }}
is_free .lock || {{ is_alone .lock && {{ [ ! -s .lock ] || is_ours; }}; }} || refuse "$top/.lock"
is_free .work || is_file .work || refuse "$top/.work"
is_folder releases || mkdir releases 2>/dev/null || is_folder releases || refuse "$top/releases"
exec 8>>.lock 9>>.work || exit 1
if ! flock -n 8; then
    printf 'busy %s\\n' "$(tail -n +2 .lock)"
    flock 8 || exit 1
fi
{MOUNT_CHECK}{CURRENT_LINK_CHECK}
printf '%s\\n%s\\n' "$token" "$holder" >.lock || exit 1
flock 9 || exit 1
exec 9>&-
echo held
while [ -n "$(timeout "$3" head -c 1)" ]; do :; done
: >.lock
"""
"""Holds the lock for ``holder`` while heartbeats arrive within the given seconds.

A ``.lock`` that no publish wrote, or that has a second hard link, is not written to.
"""

LIST_RELEASES_SCRIPT = f"""{_OPEN}{CURRENT_ID_FUNCTION}
cd -P -- "$path" 2>/dev/null || exit 0
print_current_id
printf '\\0'
cd releases 2>/dev/null || exit 0
find . -maxdepth 1 -type f -name '[0-9]*-[0-9]*-*.json' -exec sha256sum -z -- {{}} +
printf '\\0'
find . -mindepth 1 -maxdepth 1 -printf '%y%Y %f/%l\\0'
"""
"""Prints the current id and the digests of the records.

After an empty field come types, names and link targets of the entries of ``releases/``.
"""

_SURVEY = """
survey() {
    find "$1/" ! -type d \\( -type f ! -newer "$1.json" -printf '%s %P\\0' -o -printf 'x %P\\0' \\)
}
"""
LIST_FILES_SCRIPT = f"""{_ENTER}{_SURVEY}
cd releases && [ -d "$1/" ] || {{ ls -d "releases/$1/"; exit 1; }}
if [ "$2" = digest ]; then survey "$1" | sort -z | sha256sum; else survey "$1" | gzip; fi
"""
"""Prints the sizes of the files of a release, and x for a file that was altered since."""

_COPY = """
is_ready() {
    is_folder ".next-$1" && is_file ".next-$1.json" && [ ".next-$1.json" -ef "$1.json" ] &&
        ! has_foreign ".next-$1" ".next-$1.json"
}
copy() {
    for old in .next-* .copying; do
        case $old in *.json | '.next-*') ;; *) remove_marked "$old"; remove_mark "$old.json" ;; esac
    done
    remove_mark ".next-$1.json"
    is_folder "$1" || refuse "$top/releases/$1"
    ln -- "$1.json" .copying.json && ln -- "$1.json" ".next-$1.json" && cp -al -- "$1" .copying || exit 1
    list_foreign .copying .copying.json | (cd .copying && xargs -0r rm -rf --) || exit 1
    mv -T .copying ".next-$1" && rm -f .copying.json || exit 1
}
"""
"""Copies a release to ``.next-ID`` without the foreign files, which stay in the release."""

PREPARE_SCRIPT = f"""{_WRITE}{OWNERSHIP_FUNCTIONS}{_COPY}
cd releases || exit 1
is_ready "$1" || copy "$1"
"""

ANNOUNCE_UPLOAD_SCRIPT = f"""{_WRITE}{OWNERSHIP_FUNCTIONS}{_SURVEY}
cd releases || exit 1
is_folder .incoming || move_aside .incoming
is_alone .incoming.list && [ -z "$(head -c 1 .incoming.list | tr -d '\\0')" ] || move_aside .incoming.list
is_folder .incoming || mkdir .incoming || exit 1
gzip -dc >>.incoming.list || exit 1
[ -z "$1" ] || printf 'survey\\0%s\\0\\0' "$(survey "$1" | sort -z | sha256sum)"
[ -n "$(find .incoming -mindepth 1 -print -quit)" ] || exit 0
printf 'announced\\0'
sed -z '/^$/d' .incoming.list
printf '\\0arrived\\0'
find .incoming -mindepth 1 \\( -type d ! -empty -o -printf '%y %n %P\\0' \\)
printf '\\0'
"""
"""Notes the paths that are about to be sent.

Prints a digest of the previous release, and the files that an earlier publish left.
"""

MOVE_FOREIGN_FILES_SCRIPT = f"""{_WRITE}{OWNERSHIP_FUNCTIONS}
cd releases || exit 1
move_entries "$1"
"""

RECEIVE_UPLOAD_SCRIPT = f"""{_WRITE}
is_folder releases/.incoming || refuse "$top/releases/.incoming"
[ -z "$(find releases/.incoming ! -type d ! -type f -print -quit)" ] || {{ echo '{UPLOAD_ALTERED_MESSAGE}' >&2; exit 1; }}
mkdir -p releases/.incoming/.release || exit 1
token=$1 basis=$2; shift 2
[ -z "$basis" ] || [ -f releases/.incoming/.release/record.json ] ||
    cp "releases/$basis.json" releases/.incoming/.release/record.json
(
    exec 9>&- </dev/null >/dev/null 2>&1
    while kill -0 $$; do
        [ "$(head -n 1 .lock)" = "$token" ] || {{ kill $$; break; }}
        sleep 1
    done
) &
exec rsync "$@"
"""
"""Lets rsync write to ``releases/.incoming/`` while the lock is ours.

The previous record is copied there first, because rsync sends only the differences from it.
Reason: without the watcher, rsync would wait endlessly after a lost connection.
"""

SEND_FILES_SCRIPT = f"""{_ENTER}
exec rsync "$@"
"""

FINISH_RELEASE_SCRIPT = f"""{_WRITE}{OWNERSHIP_FUNCTIONS}{_COPY}
cd releases || exit 1
altered() {{ echo '{UPLOAD_ALTERED_MESSAGE}' >&2; exit 1; }}
is_folder .incoming && is_folder .incoming/.release || altered
[ -z "$(find .incoming ! -type d ! -type f -print -quit)" ] || altered
(cd .incoming && sha256sum --check --quiet --strict .release/sums) || altered
find .incoming -type d -name .partial -prune -exec rm -rf {{}} + || exit 1
if [ "$2" = amend ]; then
    tree=$1
    is_folder "$1" && is_file "$1.json" || altered
    move_foreign "$1" "$1.json"
    remove_marked ".next-$1"
    remove_mark ".next-$1.json"
    remove_mark ".$1.json"
    cat "$1.json" .incoming/.release/record.json >".$1.json" && rm -f "$1.json" && sync -f . || exit 1
else
    tree=.$1
    remove_marked "$1"
    remove_marked "$tree"
    remove_mark "$1.json"
    remove_mark ".$1.json"
    cat ${{2:+"$2.json"}} .incoming/.release/record.json >".$1.json" || exit 1
    if [ -n "$2" ]; then
        is_ready "$2" || copy "$2"
        mv -T ".next-$2" "$tree" && rm -f ".next-$2.json" || exit 1
    else
        mkdir "$tree" || exit 1
    fi
fi
(cd "$tree" && xargs -0 rm -f -- <../.incoming/.release/gone && find . -mindepth 1 -depth -type d -empty -delete) || exit 1
(cd .incoming && find . -mindepth 1 -maxdepth 1 ! -name .release -exec cp -al -t "../$tree" -- {{}} +) || exit 1
listing() {{ find "$tree" ! -type d \\( -type f -printf '%s %P\\0' -o -printf 'x %P\\0' \\); }}
[ "$(listing | sort -z | sha256sum | cut -d ' ' -f 1)" = "$3" ] || altered
chmod 755 "$tree" && touch .incoming/.release/record.json && sync -f . || exit 1
[ "$2" = amend ] || mv -T "$tree" "$1" || exit 1
mv -T .incoming/.release/record.json "$1.json" && sync -f . || exit 1
rm -rf .incoming && rm -f .incoming.list ".$1.json"
"""
"""Makes a release of the uploaded files and the previous release, or amends a release.

The arguments are the id, the id of the previous release (or empty, or ``amend``), and the digest.
A release whose amendment is interrupted has no record, so that it is never activated.
"""

ACTIVATE_RELEASE_SCRIPT = f"""{_WRITE}{CURRENT_LINK_CHECK}
[ -f "releases/$1.json" ] && [ -d "releases/$1" ] || {{ ls "releases/$1"; exit 1; }}
case $(readlink .current) in releases/[0-9]*) rm -f .current ;; esac
is_free .current || refuse "$top/.current"
ln -s "releases/$1" .current && mv -T .current current && sync -f .
"""

DELETE_RELEASES_SCRIPT = f"""{_WRITE}{OWNERSHIP_FUNCTIONS}
cd releases || exit 1
for name do
    if [ -L "$name" ]; then
        printf 'linked\\0%s\\0%s\\0\\0' "$name" "$(readlink -f -- "$name")"
        rm -f -- "$name" "$name.json" || exit 1
    else
        remove_mark ".$name.json"
        mv -nT -- "$name.json" ".$name.json" || exit 1
        remove_marked "$name"
        remove_mark ".$name.json"
    fi
done
"""
"""Deletes releases. Of a release that an administrator moved elsewhere, only the link goes."""

REMOVE_LEFTOVERS_SCRIPT = f"""{_WRITE}{OWNERSHIP_FUNCTIONS}
cd releases || exit 1
for name do
    case $name in
        .*) remove_marked "$name" ;;
        *) if is_free "$name"; then remove_mark "$name.json"; else remove_marked "$name"; move_aside "$name.json"; fi ;;
    esac
done
for name do remove_mark ".${{name#.}}.json"; done
"""
"""Removes incomplete releases and copies, with their marker files."""

DELETE_UPLOAD_SCRIPT = f"""{_WRITE}
cd releases || exit 1
! is_folder .incoming || rm -rf .incoming || exit 1
! is_file .incoming.list || rm -f .incoming.list
! is_folder ../{REMOTE_FOREIGN_FILES_FOLDER} || [ -z "$(ls -A ../{REMOTE_FOREIGN_FILES_FOLDER})" ] || printf 'aside\\0\\0'
"""
"""Removes the uploaded files, and reports if ``tep-la`` holds files.

Reason: files there may hold a withdrawn article.
"""
