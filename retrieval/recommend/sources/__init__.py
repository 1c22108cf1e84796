"""Candidate sources: each scores all items for shoppers of whom it is told what they did (``port``)."""
