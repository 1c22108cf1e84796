"""The shop system: the port in ``port``, a shop kept in a folder in ``folder``."""
