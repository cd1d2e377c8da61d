"""What stands for a content that is only compared, or for a secret that is not kept."""

import hashlib


def digest_of(*parts: object) -> str:
    """The sha256 of the parts' texts, in their order, as 64 hexadecimal digits. For contents and for long random
    secrets, never for passwords."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
