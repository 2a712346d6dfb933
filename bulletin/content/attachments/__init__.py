"""Files that content names: whether they exist, what they are, and which name was meant."""
