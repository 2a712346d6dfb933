"""Citations of official documents in Vietnamese text: find, resolve, annotate.

The documents are those of Party and State.
``finding.find_citations`` finds the citations of a text, ``resolution.resolve_citations`` names the document of each,
and ``annotation.annotate_text`` marks them in the text. ``consistency.check_text`` finds what is wrong in one text,
and ``conflicts.find_conflicts`` finds one document that is cited in two ways.
What is known of kinds, issuers and congresses stands in ``data/``, each row with its source.
The package works on strings and knows nothing of content files. Offsets count characters of the given text.
"""
