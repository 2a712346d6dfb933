"""The command ``./inv check --links``: ask other sites for linked addresses.

``collection`` finds the addresses in the content. ``site_questions`` asks the sites, a few at a time, and keeps
the answers for a week. ``command`` prints what is gone or moved. A publish never waits for other sites.
"""
