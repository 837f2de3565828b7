"""Section 5: transport."""

import hashlib

from .reader import Reader
from .primitives import aes_open, aes_seal, hkdf, public_key, x25519


PROLOGUE = b"Keyhole 1"


def record_nonce(counter):
    return bytes(4) + counter.to_bytes(8, "big")


class Handshake:
    """One side of Noise XX."""

    PROTOCOL_NAME = b"Noise_XX_25519_AESGCM_SHA256"
    PATTERN = [["e"], ["e", "ee", "s", "es"], ["s", "se"]]

    def __init__(self, is_initiator, static_private, ephemeral_private, prologue=PROLOGUE):
        self.is_initiator = is_initiator
        self.s, self.e = static_private, ephemeral_private
        self.remote_s = self.remote_e = None
        self.h = self.ck = self.PROTOCOL_NAME.ljust(32, b"\0")
        self.key, self.nonce = None, 0
        self.exchanged = 0
        self.mix_hash(prologue)

    def finished(self):
        return self.exchanged == len(self.PATTERN)

    def mix_hash(self, data):
        self.h = hashlib.sha256(self.h + data).digest()

    def mix_key(self, ikm):
        okm = hkdf(self.ck, ikm, b"", 64)
        self.ck, self.key, self.nonce = okm[:32], okm[32:], 0

    def encrypt_and_hash(self, data):
        if self.key is not None:
            data = aes_seal(self.key, record_nonce(self.nonce), data, self.h)
            self.nonce += 1
        self.mix_hash(data)
        return data

    def decrypt_and_hash(self, data):
        plain = data
        if self.key is not None:
            plain = aes_open(self.key, record_nonce(self.nonce), data, self.h)
            self.nonce += 1
        self.mix_hash(data)
        return plain

    def mix_dh(self, token):
        ours, theirs = token if self.is_initiator else token[::-1]
        private = {"e": self.e, "s": self.s}[ours]
        self.mix_key(x25519(private, {"e": self.remote_e, "s": self.remote_s}[theirs]))

    def write(self, payload=b""):
        out = b""
        for token in self.PATTERN[self.exchanged]:
            if token == "e":
                out += public_key(self.e)
                self.mix_hash(public_key(self.e))
            elif token == "s":
                out += self.encrypt_and_hash(public_key(self.s))
            else:
                self.mix_dh(token)
        out += self.encrypt_and_hash(payload)
        self.exchanged += 1
        return out

    def read(self, message):
        r = Reader(message)
        for token in self.PATTERN[self.exchanged]:
            if token == "e":
                self.remote_e = r.take(32)
                self.mix_hash(self.remote_e)
            elif token == "s":
                self.remote_s = self.decrypt_and_hash(r.take(48 if self.key else 32))
            else:
                self.mix_dh(token)
        payload = self.decrypt_and_hash(r.take(r.left()))
        self.exchanged += 1
        return payload

    def split(self):
        """The record keys to the responder and to the initiator."""
        okm = hkdf(self.ck, b"", b"", 64)
        return okm[:32], okm[32:]


class AnonymousHandshake(Handshake):
    """One side of Noise NX: the initiator does not say who it is."""

    PROTOCOL_NAME = b"Noise_NX_25519_AESGCM_SHA256"
    PATTERN = Handshake.PATTERN[:2]
