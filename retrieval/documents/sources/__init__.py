"""Where documents come from besides the folder itself: exports, tables, archives, web pages.

What is read becomes files below the documents folder, which stays the one truth.
"""
