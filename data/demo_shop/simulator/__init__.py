"""Simulated shoppers of the demo shop: what they do and what they write (see SIMULATION.md)."""
