"""What search sees of a product, and the checksum that says whether it has changed."""

from __future__ import annotations

import hashlib

from retrieval.types import Product


def product_text(product: Product) -> str:
    """Title, shelf, brand, tags, description and attributes; neither price nor stock."""
    attributes = "; ".join(f"{name}: {value}" for name, value in product.attributes.items())
    parts = (f"{product.title}, {product.category}, {product.brand}", ", ".join(product.tags))
    return ". ".join(part for part in (*parts, product.description, attributes) if part)


def meaning_text(product: Product) -> str:
    """The part for the encoder: what the product is and is for; numbers are for the filters."""
    return f"{product.title}. {', '.join(product.tags)}. {product.category}. {product.description}"


def checksum(product: Product) -> str:
    """Changes when what is encoded or indexed changes."""
    return hashlib.blake2b(product_text(product).encode(), digest_size=12).hexdigest()
