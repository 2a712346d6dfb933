"""An object store with an S3 API as the place to publish to.

Below the prefix lie the objects that readers ask for, under the paths of the site, and ours, which no reader may see::

    2026/11/mot/index.html                              what readers see
    .releases/20261123-073000-1a2b3c4d.json.gz          the record of a release
    .releases/files/<sha256>                            what the files of releases hold, each content once
    .releases/current                                   which release readers see
    .releases/leaving                                   what no page names any more, and since when
    .releases/lock                                      who is publishing, while somebody is

A content crosses the line once, out of sight. To show a release the store copies what differs to the paths
of the site: first what pages need, then pages that are new, then those that changed, the front page last. No store can do
that in one step, so readers may meet new pages beside old ones for the seconds it takes; what a page of
either kind refers to is there all the time, because what is not needed any more stays for a day.
"""
