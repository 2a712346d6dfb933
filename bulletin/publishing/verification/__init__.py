"""Verification: ask the live site as readers do, and compare the answers with the release."""
