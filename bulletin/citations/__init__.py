"""Citations of official documents in Vietnamese text: find, resolve, annotate.

The documents are those of Party and State.
``finding.find_citations`` finds the citations of a text. ``resolution.resolve_citations`` names their documents.
``annotation.annotate_text`` puts marks around the citations that the caller chose.
``slips.lettered_numbers.check_letters`` finds numbers with a letter in place of a digit.
``slips.consistency.check_citation`` and ``slips.text_dates.check_dates`` find what is wrong in one text.
``slips.conflicts.find_conflicts`` finds one document that is cited in two ways. ``parts`` reads the parts of a citation.
``knowledge`` has what is known of kinds and issuers, each row with its source; ``terms`` has the terms of congress.
``models`` and ``numbers`` have the data, ``document_index`` and ``matching`` compare a citation with known documents.
The package works on strings and knows nothing of content files. Offsets count characters of the given text.
"""
