"""Warnings: slips that a site may publish all the same.

``kinds`` is the table of all warnings: name, message, remedy, finder. A new warning begins with a row there.
``texts`` runs the finders of the table over one content file. ``finders`` has those that look at texts alone;
``finders.tables`` also has the errors of tables that are none.
Those of advertisements stand in ``bulletin/ads``, and those of files for download in ``attachments``.
``warning`` has the type, the silence of an editor, and the lines that commands print.
"""
