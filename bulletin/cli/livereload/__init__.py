"""The command ``livereload``: build after each change, and reload the browser.

``command`` is the loop. ``watcher`` finds changes, and ``builder`` has them built by ``build_server``.
``session`` knows the last result, and ``web_server`` shows it with the pages of ``preview_pages``.
"""
