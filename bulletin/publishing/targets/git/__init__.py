"""A branch of a git repository as the place to publish to: hosting in the manner of "Pages".

::

    refs/heads/gh-pages                            the site that readers see: one commit, no history
    refs/bulletin/20261123-073000-1a2b3c4d/site    a release, the same kind of commit
    refs/bulletin/20261123-073000-1a2b3c4d/record  its record, as the message of a commit without files
    refs/bulletin/lock                             who is publishing, while somebody is

A release is pushed under its own name first; then the branch is moved to it, which a server does
in one step. Old releases hang on their names alone, so that what was withdrawn is in no history.
"""
