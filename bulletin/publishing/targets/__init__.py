"""The targets that a site is published to: one package a kind of target.

``base`` has the protocol of all targets, ``factory`` makes the target that ``PUBLISH_TO`` names.
Readers meet the old release or the new one. An unchanged file is not sent again.
A publish that fails leaves the old release as it was, and the next publish succeeds without help.
"""
