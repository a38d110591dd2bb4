"""A lock to which a person's link is the key: what is kept of them cannot be read from a copy of the database."""

import base64
import hashlib
import json
from typing import Any

import attrs
from cryptography.fernet import Fernet, InvalidToken

LENGTH = 8192  # what is locked is as long as a multiple of this, so that its length says nothing of what it holds


def hashed(token: str) -> str:
    """Return a token's SHA-256. It needs no salt: the token has 128 random bits."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


@attrs.frozen
class Lock:
    """What only somebody with the link can open."""

    _link: str = attrs.field(repr=False)

    def lock(self, value: Any) -> str:
        """Return a value of JSON, encrypted, and filled up with blanks first."""
        plain = json.dumps(value).encode()
        return self._fernet().encrypt_at_time(plain + b" " * (-len(plain) % LENGTH), 0).decode()  # else it says when

    def unlock(self, text: str) -> Any:
        """Return what was locked, or None where another link locked it."""
        try:
            return json.loads(self._fernet().decrypt(text))
        except InvalidToken:
            return None

    def name(self, of: str) -> str:
        """Return a name for something that says nothing to whoever lacks the link."""
        return self._key(f"name {of}").hex()

    def invitation(self, number: int) -> str:
        """Return the person's invitation of a number, which need not be kept, since it can be made again."""
        return base64.urlsafe_b64encode(self._key(f"invitation {number}")[:18]).decode()

    def _fernet(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._key("lock")))

    def _key(self, purpose: str) -> bytes:
        return hashlib.blake2b(purpose.encode(), key=self._link.encode()[:64], digest_size=32).digest()
