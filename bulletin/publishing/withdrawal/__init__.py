"""Withdrawal: take an article out of the site and out of every older release."""
