"""A folder of this machine as target: several releases, one of them current.

``target`` has the steps of a publish, and ``tree_writer`` writes the files of one release.
``release_markers`` keeps the records and marker files, and ``ownership`` the rules for foreign files.
``file_survey`` reads the metadata of files.
"""
