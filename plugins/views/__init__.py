"""View models: one frozen dataclass a kind of page, all that the page depends on."""
