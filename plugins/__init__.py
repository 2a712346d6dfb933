"""Pelican plugins of the bulletin, one package a concern.

Name them with their package in PLUGINS (``create_small_site.images``): a bare name can
lose to an installed ``pelican.plugins.<name>``.
"""
