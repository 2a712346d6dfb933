"""The bulletin as a product: its versions, the site of an office, and upgrades.

``version`` tells which version runs. ``new_site`` makes the repository of an office from ``template/``, and
``bulletin.toml`` there names the version. ``upgrade`` tries another version beside it and changes over.
"""
