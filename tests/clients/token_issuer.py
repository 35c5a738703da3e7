"""An issuer of access tokens for tests: a fresh RSA key, RS256, plain Python.

Nothing here is fit for keeping secrets.
"""

import base64
import hashlib
import json
import secrets
import time

_PRIME_BITS = 1024
_EXPONENT = 65537
# DigestInfo of SHA-256, RFC 8017 section 9.2.
_SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
_SMALL_PRIMES = [n for n in range(3, 2000, 2)
                 if all(n % d for d in range(3, int(n**0.5) + 1, 2))]


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _number(value: int) -> str:
    return _base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _is_prime(n: int) -> bool:
    if any(n % p == 0 for p in _SMALL_PRIMES):
        return False
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(8):  # Miller-Rabin
        x = pow(secrets.randbelow(n - 3) + 2, odd, n)
        if x in (1, n - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def _prime() -> int:
    # The two upper bits make the product as long as it should be.
    upper = 3 << (_PRIME_BITS - 2)
    while True:
        n = secrets.randbits(_PRIME_BITS) | upper | 1
        if n % _EXPONENT != 1 and _is_prime(n):
            return n


class TokenIssuer:
    """One key, its JWKS, and tokens signed with it."""

    def __init__(self, issuer: str, audience: str):
        self._issuer = issuer
        self._audience = audience
        p, q = _prime(), _prime()
        self._modulus = p * q
        self._private = pow(_EXPONENT, -1, (p - 1) * (q - 1))

    def jwks(self) -> str:
        return json.dumps({"keys": [{
            "kty": "RSA", "kid": "test", "use": "sig", "alg": "RS256",
            "n": _number(self._modulus), "e": _number(_EXPONENT)}]})

    def token(self, client_id: str, lifetime_s: int = 3600, **claims) -> str:
        now = int(time.time())
        header = {"alg": "RS256", "typ": "JWT", "kid": "test"}
        payload = {"iss": self._issuer, "aud": self._audience,
                   "azp": client_id, "sub": f"{client_id}@clients",
                   "iat": now, "exp": now + lifetime_s, **claims}
        text = ".".join(_base64url(json.dumps(part).encode())
                        for part in (header, payload))
        digest = _SHA256_INFO + hashlib.sha256(text.encode()).digest()
        size = (self._modulus.bit_length() + 7) // 8
        padded = (b"\x00\x01" + b"\xff" * (size - 3 - len(digest)) + b"\x00" +
                  digest)
        signature = pow(int.from_bytes(padded, "big"), self._private,
                        self._modulus)
        return f"{text}.{_base64url(signature.to_bytes(size, 'big'))}"
