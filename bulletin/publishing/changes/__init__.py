"""Changes of the content since the current release, and a publish of some of them."""
