"""What a pack says: the vocabulary, the value classes of its records, and the catalogue that holds them."""

from intimacy_kit.content.shelf import Shelf
from intimacy_kit.content.text import Text, versions

__all__ = ["Shelf", "Text", "versions"]
