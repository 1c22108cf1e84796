"""Products that a message may mean, with what is asked of them counted once."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from retrieval.products.size_parts import SizeParts
from retrieval.types import Product


class Things(tuple[Product, ...]):
    """Products of some kinds, or all that are published."""

    @cached_property
    def sizes(self) -> dict[str, None]:
        """The sizes that they come in, in their order."""
        return dict.fromkeys(variant.size for product in self for variant in product.variants)

    @cached_property
    def size_parts(self) -> SizeParts:
        """What stands in these sizes."""
        return SizeParts(self.sizes)

    @cached_property
    def stated(self) -> Counter[str]:
        """How many of them state an attribute, by its name."""
        return Counter(name for product in self for name in product.attributes)
