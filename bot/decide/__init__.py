"""The decide step: what to do about what was understood. Pure: no I/O, same input, same output.

``assistant.py`` reads an assistant's files, ``commands.py`` turns an understanding into commands, and
``engine.py`` runs the flows.
"""
