"""Check the content, build, inspect the output and release it to a target.

``pipeline`` takes the lock of the ``workspace`` and starts the build process (``build``), before it imports the rest.
``publication`` holds the data of a publish from then on, and the order of its steps.
``steps`` are functions without data of their own, and each of them may stop the publish.
The output goes through ``inspection`` and the address guard (``addresses``).
``release_creation`` then uploads the output to a target and activates the release.
``changes`` and ``repository`` compare the workspace with the release and with commits of others.
``schedule`` notes the next change without an edit, and ``alerts`` tell of failures. ``verification`` reads the live site.
``withdraw``, with ``withdrawal``, and ``rollback`` are the two other commands that change what readers see.
``status`` only reads.

Readers see the change in one atomic step at the very end.
Reason: a failure, a full disk or a power cut leaves readers the last complete release.
"""
