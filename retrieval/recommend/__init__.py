"""Recommending products: the port in ``port``, a simple and honest recommender in ``simple``."""
