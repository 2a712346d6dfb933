"""Lists for the whole site: ``content/sections.yml`` and ``content/withdrawn.yml``."""
