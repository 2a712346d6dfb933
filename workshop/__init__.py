"""The workshop: what tasks.py calls beside publishing. Servers, drafts, tests, lint, locks."""
