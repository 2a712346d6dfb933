"""Front matter: YAML with line numbers, typed fields, and mistakes that YAML would pass over."""
