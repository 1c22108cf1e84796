"""Catalogue feeds: other systems' files, read as a stream, checked row by row, written as catalogue.csv."""
