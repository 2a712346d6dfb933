"""The site context: the read-only data that all views of one build are made from.

``site_context`` gathers the archive, the settings tables such as ``settings``, and the ``addresses`` and
anchors that links may lead to. ``bulletin.build.context_factory`` creates it.
"""
