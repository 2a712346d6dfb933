"""Advertising: named places in the pages, and campaigns that fill them for a while.

A page names the place and never what is in it, so a campaign starts and ends without one page
being written again. Nothing registers with Pelican here: whoever builds the site reads the
campaigns, asks which one runs in each slot, and writes its pictures to the slot's address.
"""
