"""The workshop: the command line of ./inv, and what its tasks call beside publishing. Servers, drafts, tests, lint, locks."""
