"""The staff console's API: sign-in, inbox, conversations, accounts, and a live socket. Closed by default."""
