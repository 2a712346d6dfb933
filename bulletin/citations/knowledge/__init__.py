"""Knowledge of kinds, codes, issuers and places.

``tables`` reads the files of ``data/``, ``patterns`` makes regular expressions of them. ``code_pairs`` tells which kind
and code, or suffix, belong together, and ``places`` compares places behind bodies.

Columns of several files:

- ``source`` tells where the knowledge of the row is from. No row may lack it.
- ``since`` and ``until`` are the first and the last day, as in ``2025-06-30``. If empty, there is none.
- ``system`` is ``party`` or ``state``, or empty for both. Party and State number documents in their own way.
- ``kind`` and ``body`` are names as texts have them. ``code`` and ``suffix`` are the ``KL`` and ``TW`` of ``38-KL/TW``.
- The sign ``|`` stands between the names of a field that has several.

Files:

- ``kinds.csv``: kinds of documents. ``code`` is empty if their numbers have none. ``same_as`` is the code that other
  texts write for the same documents. ``written`` has other names of the kind, slips too. ``short_form`` is the condition
  for a number without a code, as in “Kết luận 38”. ``any`` asks for nothing, ``number word`` for “số”, ``year`` for a year.
  ``capital`` asks for a kind that begins with a capital, or for “số”. A year is enough for all but ``never``.
- ``issuers.csv``: bodies, with a row for each suffix. A new body is a row here. ``written`` has other names of the body.
  ``organs`` are parts of the body that issue under its suffix. Behind ``=`` stand other names of the organ before it:
  ``Ban Thường vụ Tỉnh ủy=BTV Tỉnh ủy``. ``is_single`` is ``yes`` if one body alone has the suffix in a province.
  Without ``suffix``, the row tells only that texts name such a body.
- ``suffix_spellings.csv``: other letters for a suffix, or for its end. The first row of the letters is the usual one.
- ``mixed_codes.csv``: codes of one kind in numbers of another one. ``suffix`` is the beginning of the suffixes that have
  such numbers. If ``is_usual`` is ``no``, such a number is doubtful. Without a row, it is wrong.
- ``limits.csv``: kinds that a body may not issue. ``issuer_kinds.csv``: bodies that issue these kinds alone.
- ``kind_suffixes.csv``: kinds that few bodies issue, with the beginning of the suffixes of these bodies.
- ``congresses.csv``: national congresses of the Party, with their first and last day. Numbers begin again with each.
- ``own_terms.csv``: suffixes whose numbers begin again with other congresses.
- ``assemblies.csv``: National Assemblies by the number in ``QH15``.
- ``levels.csv``: levels of administration, and cities, that exist only since or until a day.
- ``ended_offices.csv``: offices that ended. A number with their suffix and a later date is wrong.
"""
