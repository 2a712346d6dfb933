"""Verification: compare the responses of the live site with the current release.

``command`` runs ``./inv verify``. ``sampling`` selects files, ``unpublished_addresses`` adds addresses without a file.
``verifier`` requests each address as the readers of ``reader_profiles`` and ``user_agents`` do.
``http_client`` sends requests, within the limits of ``response_deadline`` and ``wait_limit``.
``comparison`` checks a response, ``header_rules`` and ``security_headers`` check the headers.
``stored_files`` reads files back from the target.
``report`` has the findings, ``altered_files`` stores altered paths for the next publish.
"""
