"""Shopclerk: the running product. The packages below are the steps of a message, in its order."""
