"""Vector indexes: the port in ``port``, FAISS in ``faiss_index``."""
