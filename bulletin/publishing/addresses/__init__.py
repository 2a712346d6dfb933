"""Permanent addresses: the ledger, the guard, and what an editor can do about a removal."""
