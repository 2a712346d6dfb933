"""A bucket of an object store with an S3 API as target.

The objects of the site stand below the prefix, under their paths.
Our own objects stand in ``.releases/``, which no reader may see.

- ``2026/11/mot/index.html``: an object of the site.
- ``.releases/20261123-073000-1a2b3c4d.json.gz``: the record of a release.
- ``.releases/files/<sha256>``: the contents of the files of all releases, each content once.
- ``.releases/current``: the id of the current release.
- ``.releases/leaving``: the pending deletions.
- ``.releases/lock``: the object lock.

Each content is uploaded once, out of sight.
To activate a release, the store copies the changed files to the paths of the site.
Resources come first, then new pages, then changed pages, and the front page last.
No store can do that in one step, so readers may find new pages beside old pages for some seconds.
Files that pages refer to are there all the time, because an unreferenced file stays for the grace period.

``target`` has the steps of a publish. ``inventory`` lists the objects, and ``keys`` has their names.
``release_records`` reads and writes the records. ``deletion`` deletes objects after the grace period.
``cdn_invalidation`` lists the addresses of changed objects. All of them call the store through ``bucket``.
"""
