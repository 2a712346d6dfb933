"""Files of official documents, and what the archive says of each document.

``official_documents`` reads the files below ``content/documents/`` and ``files`` checks them.
``facts``, ``doubtful_dates``, ``codes``, ``missing_years`` and
``conflicts`` compare the mentions of all articles with the files and with each other.
"""
