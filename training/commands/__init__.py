"""Training's commands, found by ``shopclerk`` through entry points."""
