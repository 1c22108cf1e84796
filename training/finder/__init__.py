"""The finder of names and addresses: what it learns from, how it is trained (docs/decisions/0023)."""
