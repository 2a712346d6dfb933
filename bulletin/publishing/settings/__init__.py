"""Read the settings of a publish, and keep access credentials out of messages."""
