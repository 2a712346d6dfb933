"""Citations of official documents in Vietnamese text: find, resolve, annotate.

The documents are those of Party and State.
``finding.find_citations`` finds the citations of a text. ``resolution.resolve_citations`` names their documents.
``annotation.annotate_text`` puts marks around the citations that the caller chose.
``consistency.check_citation`` and ``text_dates.check_dates`` find what is wrong in one text.
``conflicts.find_conflicts`` finds one document that is cited in two ways.
What is known of kinds, issuers and congresses stands in ``data/``, each row with its source.
The package works on strings and knows nothing of content files. Offsets count characters of the given text.
"""
