"""Finding answers and products. Knows nothing of chat."""
