"""How often somebody may do something. It is held in memory, by a digest of the address, and never written down."""

import hashlib
import secrets
import time
from collections.abc import Callable


class Limit:
    """So many times an hour from one address, at once or one after the other.

    Args:
        most: How many times.
        clock: Seconds, from anywhere.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock, self._salt = most, clock, secrets.token_bytes(16)
        self._left: dict[bytes, tuple[float, float]] = {}

    def allows(self, address: str, *, spend: bool = True) -> bool:
        """Return whether it may be done once more, which counts where `spend` is true."""
        who, now = hashlib.blake2b(address.encode(), key=self._salt, digest_size=8).digest(), self._clock()
        left, since = self._left.get(who, (self._most, now))
        left = min(self._most, left + (now - since) * self._most / 3600)
        if spend and left >= 1:
            if len(self._left) > 10_000:  # the longest ago first: whoever was not here lately has all of theirs again
                self._left.pop(next(iter(self._left)))
            self._left.pop(who, None)
            self._left[who] = (left - 1, now)
        return left >= 1
