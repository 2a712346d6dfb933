"""Keep published addresses until an editor decides to remove them.

``ledger`` reads the addresses that were published. ``removals`` compares the ledger with a staged site.
``emptied_listings`` attaches listings without articles to the articles that left them.
``advice`` writes the message for the editor. ``guard`` runs these steps for a publish.
"""
