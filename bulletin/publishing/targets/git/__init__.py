"""A branch of a git repository as target, for hosts such as GitHub Pages.

- ``refs/heads/gh-pages``: the current release, as one commit without history.
- ``refs/bulletin/20261123-073000-1a2b3c4d/site``: a release, as one commit without history.
- ``refs/bulletin/20261123-073000-1a2b3c4d/record``: the record, as the message of a commit without files.
- ``refs/bulletin/lock``: the ref lock.

A release is pushed under refs of its own first. Then the branch is moved to the commit, in one step.
Only its own refs keep an old release, so a withdrawn article is in no history.
``target`` has the steps of a publish. It calls git through ``repository``, and ``lock`` holds the ref lock.
"""
