"""What the checks count and refuse; sections 2 and 3: primitives, randomness."""

import functools
import hashlib
import hmac
from collections import Counter

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Difference(Exception):
    """The vectors say one thing, this implementation another."""


class Refused(Exception):
    """A message that a phone must refuse; the text is the name of the error."""


COUNTS = Counter()


def unhex(text):
    return bytes.fromhex(text)


def same(what, theirs, ours):
    """Compares a value of the file with ours, and counts it."""
    if theirs != ours:
        show = lambda value: value.hex() if isinstance(value, bytes) else repr(value)
        raise Difference(f"{what}\n  file: {show(theirs)}\n  here: {show(ours)}")
    COUNTS["values compared"] += 1


# -- Section 2: primitives -------------------------------------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def public_key(private):
    key = X25519PrivateKey.from_private_bytes(private)
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def x25519(private, public):
    try:
        return X25519PrivateKey.from_private_bytes(private).exchange(
            X25519PublicKey.from_public_bytes(public)
        )
    except ValueError as error:  # all zero
        raise Refused("non-contributory") from error


def clamp(random):
    out = bytearray(random)
    out[0] &= 0xF8
    out[31] = out[31] & 0x7F | 0x40
    return bytes(out)


def is_canonical(public):
    return int.from_bytes(public, "little") < P


def hmac_sha256(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def hkdf(salt, ikm, info, length):
    prk = hmac_sha256(salt or bytes(32), ikm)
    okm, block = b"", b""
    for counter in range(1, -(-length // 32) + 1):
        block = hmac_sha256(prk, block + info + bytes([counter]))
        okm += block
    return okm[:length]


def aes_seal(key, nonce, text, associated_data):
    return AESGCM(key).encrypt(nonce, text, associated_data)


def aes_open(key, nonce, ciphertext, associated_data):
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, associated_data)
    except InvalidTag as error:
        raise Refused("authentication-failed") from error


def encode(public):
    return b"\x05" + public


def edwards_add(a, b):
    (x1, y1), (x2, y2) = a, b
    product = D * x1 * x2 * y1 * y2 % P
    x = (x1 * y2 + y1 * x2) * pow(1 + product, -1, P) % P
    y = (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P
    return x, y


def edwards_mul(scalar, point):
    out = (0, 1)
    while scalar:
        if scalar & 1:
            out = edwards_add(out, point)
        point = edwards_add(point, point)
        scalar >>= 1
    return out


def edwards_x(y, sign):
    """The x that belongs to y, with the wanted lowest bit; None if there is none."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def edwards_encode(point):
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = (edwards_x(4 * pow(5, -1, P) % P, 0), 4 * pow(5, -1, P) % P)


def hash_to_scalar(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % Q


def xeddsa_sign(private, message, random):
    a_bytes = clamp(private)
    a = int.from_bytes(a_bytes, "little")
    big_a = edwards_encode(edwards_mul(a, BASE))
    r = hash_to_scalar(b"\xfe" + b"\xff" * 31, a_bytes, message, random)
    big_r = edwards_encode(edwards_mul(r, BASE))
    s = (r + hash_to_scalar(big_r, big_a, message) * a) % Q
    signature = bytearray(big_r + s.to_bytes(32, "little"))
    signature[63] |= big_a[31] & 0x80
    return bytes(signature)


@functools.cache
def xeddsa_verify(public, message, signature):
    big_r, sign = signature[:32], signature[63] >> 7
    s = int.from_bytes(signature[32:63] + bytes([signature[63] & 0x7F]), "little")
    u = int.from_bytes(public, "little")
    if s >= Q or u >= P or u == P - 1:
        return False
    y = (u - 1) * pow(u + 1, -1, P) % P
    x = edwards_x(y, sign)
    if x is None:
        return False
    h = hash_to_scalar(big_r, edwards_encode((x, y)), message)
    minus_a = ((P - x) % P, y)
    return edwards_encode(edwards_add(edwards_mul(s, BASE), edwards_mul(h, minus_a))) == big_r


# -- Section 3: randomness -------------------------------------------------------------------


class KeyedRng:
    def __init__(self, seed, actor, action, purpose):
        string = lambda text: len(text.encode()).to_bytes(4, "big") + text.encode()
        info = b"Keyhole keyed randomness 1" + string(actor) + action.to_bytes(8, "big")
        self._start(hkdf(b"", seed, info + string(purpose), 32))

    @classmethod
    def from_seed_bytes(cls, seed):
        rng = cls.__new__(cls)
        rng._start(seed)
        return rng

    def _start(self, key):
        self.stream = Cipher(algorithms.ChaCha20(key, bytes(16)), None).encryptor()

    def draw(self, count):
        return self.stream.update(bytes(count))

    def scalar(self):
        """A number modulo the order of the curve’s base point."""
        return int.from_bytes(self.draw(64), "little") % Q

    def private_key(self):
        return clamp(self.draw(32))
