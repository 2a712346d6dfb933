"""Files that content items name.

``references`` checks that each file exists and proposes a name for a missing one. ``file_types`` checks the bytes of
each attachment. ``office_content`` and ``pdf_content`` find what a document carries besides its text, for warnings.
"""
