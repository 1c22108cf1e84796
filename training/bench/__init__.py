"""Benchmarks: made on the spot, on the installation's own data, over real HTTP."""
