"""Sections 12 and 19: message suites, and where the seeds of messages come from."""

import hashlib
from dataclasses import dataclass

from .primitives import hkdf


@dataclass(frozen=True)
class Terms:
    """What a session is on."""

    suite: str = "AES-256-GCM"  # or "reduced", or "export"
    secret_bits: int = 0  # of a reduced key
    one_session_key: bool = False  # Clipper: all seeds come from one key of 80 bits


def session_key(first_root_key):
    return hkdf(bytes(32), first_root_key, b"Keyhole LEAF session key", 10)


def message_seed(session_key, header):
    return hkdf(bytes(32), session_key, b"Keyhole LEAF message" + header, 32)


def reduced_secret(seed, bits):
    """The secret bits of a reduced key, as a number."""
    return int.from_bytes(hkdf(bytes(32), seed, b"Keyhole work factor", 8), "big") >> 64 - bits


def reduced_keys(secret, bits, header):
    info = b"Keyhole work factor key" + bytes([bits])
    okm = hkdf(header, secret.to_bytes(8, "big"), info, 44)
    return okm[:32], okm[32:]


def export_keys(secret, header):
    public = hashlib.sha256(b"Keyhole export" + header).digest()
    return secret + public[:11], public[11:23]


def suite_keys(terms, seed, header):
    """Key and nonce of a message, and how many bits of the key are secret if not all are."""
    if terms.suite == "reduced":
        secret = reduced_secret(seed, terms.secret_bits)
        return reduced_keys(secret, terms.secret_bits, header), terms.secret_bits
    if terms.suite == "export":
        return export_keys(hkdf(bytes(32), seed, b"Keyhole export", 5), header), 40
    okm = hkdf(bytes(32), seed, b"Keyhole AES-256-GCM", 44)
    return (okm[:32], okm[32:]), None


def message_keys(terms, seed, header, trace):
    (key, nonce), secret_bits = suite_keys(terms, seed, header)
    step = {"step": "message-key", "message_seed": seed.hex()}
    step.update({"key": key.hex(), "nonce": nonce.hex()})
    if secret_bits is not None:
        step["secret_bits"] = secret_bits
    trace.append(step)
    return key, nonce
