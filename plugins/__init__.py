"""Pelican plugins of the bulletin, one package a concern.

Name them with their package in PLUGINS (``plugins.pictures``): a bare name can
lose to an installed ``pelican.plugins.<name>``.
"""
