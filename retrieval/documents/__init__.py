"""Answers from documents: load, clean, chunk, index, search, answer with a source or decline."""
