"""Settings that publishing reads, and credentials kept out of messages."""
