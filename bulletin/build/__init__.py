"""The build engine: keeps results of earlier builds and renders only what changed.

``previous_build`` tells if there is anything to do, under the lock of ``build_lock``. ``content_cache`` reads
changed content files into the ``content_store``. ``context_factory`` makes the site context,
``incremental_renderer`` writes the changed pages. ``content_index`` and ``report`` record the result for
``explanation`` and for a publish. ``fingerprints`` decides if a stored result is still valid.
"""
