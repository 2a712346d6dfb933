"""Settings tables of a site: one frozen dataclass each, and the place of a setting in its file."""
