#!/usr/bin/env python3
"""A second implementation of docs/PROTOCOL.md, sections 2 to 14.

It follows that document, shares no code with Keyhole, and needs nothing but Python 3.9 and the
package `cryptography`. `__main__.py` runs it over the published vectors.
"""

import copy
import hashlib
import hmac
from collections import Counter, deque
from dataclasses import dataclass, field

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

    def private_key(self):
        return clamp(self.draw(32))


# -- Sections 4, 6, 7, 8, 9: layouts ---------------------------------------------------------


class Reader:
    """Takes fields off the front of bytes, and notes which field each byte belongs to."""

    def __init__(self, data):
        self.data, self.at, self.leaves = data, 0, []

    def left(self):
        return len(self.data) - self.at

    def take(self, count, name=None):
        if count < 0 or count > self.left():
            raise Refused("malformed")
        self.at += count
        self.leaves.append([name, self.at - count, self.at])
        return self.data[self.at - count : self.at]

    def number(self, count, name=None):
        return int.from_bytes(self.take(count, name), "big")

    def text(self, count, name=None):
        try:
            return self.take(count, name).decode("utf-8")
        except UnicodeDecodeError as error:
            raise Refused("malformed") from error

    def one_of(self, count, name, meanings):
        value = self.number(count, name)
        if value not in meanings:
            raise Refused("malformed")
        return meanings[value]

    def public_key(self, name):
        key = self.take(32, name)
        if not is_canonical(key):
            raise Refused("malformed")
        return key

    def finish(self):
        if self.left():
            raise Refused("malformed")


PACKET_KINDS = {1: "open", 2: "data", 3: "close"}


@dataclass
class Packet:
    source: tuple
    destination: tuple
    kind: str
    body: bytes
    leaves: list


def read_packet(data, handshake_message=0):
    """Reads a packet. What is in its body follows from the state of the connection: a handshake
    message (1 to 3), or else a record."""
    r = Reader(data)
    address = lambda name: ".".join(str(byte) for byte in r.take(4, name))
    source = (address("source-address"), r.number(2, "source-port"))
    destination = (address("destination-address"), r.number(2, "destination-port"))
    kind = r.one_of(1, "packet-kind", PACKET_KINDS)
    length = r.number(2, "payload-length")
    if length != r.left():
        raise Refused("malformed")
    if kind == "close" and length == 0:
        return Packet(source, destination, kind, b"", r.leaves)
    start = r.at + 2
    if r.number(2, "handshake-length" if handshake_message else "record-length") != r.left():
        raise Refused("malformed")
    if handshake_message in (1, 2):
        r.take(32, "handshake-ephemeral")
    if handshake_message in (2, 3):
        r.take(32, "handshake-static")
        r.take(16, "handshake-static-tag")
        r.take(16, "handshake-payload-tag")
    if not handshake_message:
        r.take(r.left() - 16, "record-ciphertext")
        r.take(16, "record-tag")
    r.finish()
    return Packet(source, destination, kind, data[start:], r.leaves)


FRAME_KINDS = {
    1: "register",
    2: "upload-prekeys",
    3: "done",
    4: "fetch-bundle",
    5: "bundle",
    6: "submit",
    7: "accepted",
    8: "deliver",
    9: "acknowledge",
    10: "receipt",
    11: "failure",
}
REASONS = {1: "unknown-account", 2: "not-registered", 3: "malformed", 4: "not-opened"}


def read_frame(data):
    r = Reader(data)
    kind = r.one_of(1, "frame-kind", FRAME_KINDS)
    frame = {"kind": kind, "request": r.number(4, "frame-request")}
    if kind in ("register", "bundle", "fetch-bundle"):
        frame["account"] = read_account(r, "account-length", "account-name")
    if kind in ("register", "bundle"):
        frame["device"] = r.number(1, "device-number")
        frame["identity_key"] = r.take(32, "identity-key")
    if kind in ("upload-prekeys", "bundle"):
        frame["signed_prekey"] = {
            "id": r.number(4, "signed-prekey-id"),
            "public": r.take(32, "signed-prekey"),
            "signature": r.take(64, "signed-prekey-signature"),
        }
        frame["one_time_prekeys"] = [
            {"id": r.number(4, "one-time-prekey-id"), "public": r.take(32, "one-time-prekey")}
            for _ in range(r.number(1, "one-time-prekey-count"))
        ]
        if any(prekey["id"] == 0 for prekey in frame["one_time_prekeys"]):
            raise Refused("malformed")
    if kind == "bundle" and len(frame["one_time_prekeys"]) > 1:
        raise Refused("malformed")
    if kind in ("submit", "deliver"):
        start = r.at
        frame["envelope"] = read_envelope(r)
        frame["envelope_bytes"] = data[start : r.at]
    if kind == "receipt":
        frame["envelope_id"] = r.number(8, "envelope-id")
    if kind == "failure":
        frame["reason"] = r.one_of(1, "failure-code", REASONS)
    r.finish()
    frame["leaves"] = r.leaves
    return frame


def read_account(r, length_name, name):
    length = r.number(1, length_name)
    if length == 0:
        raise Refused("malformed")
    return r.text(length, name)


def read_envelope(r):
    envelope = {"id": r.number(8, "envelope-id")}
    envelope["from"] = read_account(r, "envelope-from-length", "envelope-from")
    envelope["from_device"] = r.number(1, "envelope-from-device")
    envelope["to"] = read_account(r, "envelope-to-length", "envelope-to")
    envelope["to_device"] = r.number(1, "envelope-to-device")
    envelope["time"] = r.number(8, "envelope-time")
    envelope["kind"] = r.one_of(1, "envelope-kind", {1: "prekey", 2: "message"})
    length = r.number(2, "envelope-length")
    start = r.at
    if length != r.left():
        raise Refused("malformed")
    envelope["message"] = r.data[start:]
    try:
        read_message(envelope["kind"], r)
    except Refused:  # the envelope is well-formed all the same: the provider reads no further
        del r.leaves[:]
        r.at = len(r.data)
    return envelope


def write_envelope(envelope):
    name = lambda text: bytes([len(text.encode())]) + text.encode()
    return b"".join(
        [
            envelope["id"].to_bytes(8, "big"),
            name(envelope["from"]),
            bytes([envelope["from_device"]]),
            name(envelope["to"]),
            bytes([envelope["to_device"]]),
            envelope["time"].to_bytes(8, "big"),
            {"prekey": b"\1", "message": b"\2"}[envelope["kind"]],
            len(envelope["message"]).to_bytes(2, "big"),
            envelope["message"],
        ]
    )


@dataclass
class PrekeyHeader:
    identity_key: bytes
    base_key: bytes
    signed_prekey_id: int
    one_time_prekey_id: int  # 0: none

    def to_bytes(self):
        numbers = (self.signed_prekey_id, self.one_time_prekey_id)
        return self.identity_key + self.base_key + b"".join(n.to_bytes(4, "big") for n in numbers)


@dataclass
class Header:
    ratchet_key: bytes
    previous_chain_length: int
    message_number: int

    def to_bytes(self):
        numbers = (self.previous_chain_length, self.message_number)
        return b"\1" + self.ratchet_key + b"".join(n.to_bytes(4, "big") for n in numbers)


@dataclass
class Message:
    """An end-to-end message."""

    prekey: PrekeyHeader
    header: Header
    ciphertext: bytes

    def to_bytes(self):
        prekey = self.prekey.to_bytes() if self.prekey else b""
        return prekey + self.header.to_bytes() + self.ciphertext


def read_message(kind, r):
    prekey = None
    if kind == "prekey":
        prekey = PrekeyHeader(
            r.public_key("prekey-identity-key"),
            r.public_key("prekey-base-key"),
            r.number(4, "prekey-signed-id"),
            r.number(4, "prekey-one-time-id"),
        )
        if prekey.signed_prekey_id == 0:
            raise Refused("malformed")
    r.one_of(1, "ratchet-version", {1: 1})
    header = Header(
        r.public_key("ratchet-key"),
        r.number(4, "previous-chain-length"),
        r.number(4, "message-number"),
    )
    start = r.at
    if r.left() >= 16:
        r.take(r.left() - 16, "message-ciphertext")
        r.take(16, "message-tag")
    else:
        r.take(r.left(), "message-ciphertext")
    return Message(prekey, header, r.data[start:])


def read_content(data):
    r = Reader(data)
    r.one_of(1, "content-kind", {1: "text"})
    text = r.text(r.number(2, "content-length"), "content-text")
    r.finish()
    return text, r.leaves


def write_content(text):
    return b"\1" + len(text.encode()).to_bytes(2, "big") + text.encode()


# -- Section 5: transport --------------------------------------------------------------------

PROTOCOL_NAME = b"Noise_XX_25519_AESGCM_SHA256"
PROLOGUE = b"Keyhole 1"


def record_nonce(counter):
    return bytes(4) + counter.to_bytes(8, "big")


class Handshake:
    """One side of Noise XX."""

    PATTERN = [["e"], ["e", "ee", "s", "es"], ["s", "se"]]

    def __init__(self, is_initiator, static_private, ephemeral_private, prologue=PROLOGUE):
        self.is_initiator = is_initiator
        self.s, self.e = static_private, ephemeral_private
        self.remote_s = self.remote_e = None
        self.h = self.ck = PROTOCOL_NAME.ljust(32, b"\0")
        self.key, self.nonce = None, 0
        self.exchanged = 0
        self.mix_hash(prologue)

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


# -- Sections 10 to 12: X3DH, ratchet, suite -------------------------------------------------
#
# `trace` is a list; every step is appended to it in the form of the vectors (section 18).

MAX_SKIP, MAX_STORED, MAX_RANGES, MAX_CLOSED, MAX_SESSIONS = 1000, 2000, 40, 40, 6


def x3dh(pairings, associated_data, trace):
    """`pairings`: for DH1 to DH3 or DH4 our role and private key, their role and public key."""
    ikm = b"\xff" * 32
    for number, (own_role, own, their_role, their) in enumerate(pairings, 1):
        output = x25519(own, their)
        ikm += output
        trace.append(
            {
                "step": "agreement",
                "number": number,
                "own_role": own_role,
                "own_private": own.hex(),
                "own_public": public_key(own).hex(),
                "their_role": their_role,
                "their_public": their.hex(),
                "output": output.hex(),
            }
        )
    okm = hkdf(bytes(32), ikm, b"WhisperText", 64)
    root_key, chain_key = okm[:32], okm[32:]
    trace.append(
        {
            "step": "x3dh-kdf",
            "root_key": root_key.hex(),
            "chain_key": chain_key.hex(),
            "associated_data": associated_data.hex(),
        }
    )
    return root_key, chain_key


def deleted(trace, what, **of):
    trace.append({"step": "deleted", "what": what, "of": of})


def message_keys(seed, trace):
    okm = hkdf(bytes(32), seed, b"Keyhole AES-256-GCM", 44)
    key, nonce = okm[:32], okm[32:]
    trace.append(
        {"step": "message-key", "message_seed": seed.hex(), "key": key.hex(), "nonce": nonce.hex()}
    )
    return key, nonce


@dataclass
class Chain:
    direction: str
    ratchet_key: bytes
    chain_key: bytes
    next: int = 0

    def advance(self, trace):
        seed = hmac_sha256(self.chain_key, b"\1")
        following = hmac_sha256(self.chain_key, b"\2")
        trace.append(
            {
                "step": "chain-step",
                "direction": self.direction,
                "ratchet_key": self.ratchet_key.hex(),
                "message_number": self.next,
                "chain_key": self.chain_key.hex(),
                "message_seed": seed.hex(),
                "next_chain_key": following.hex(),
            }
        )
        self.chain_key = following
        self.next += 1
        return seed

    def delete(self, trace):
        ratchet_key, key = self.ratchet_key.hex(), self.chain_key.hex()
        deleted(trace, "chain-key", direction=self.direction, ratchet_key=ratchet_key, key=key)


def delete_message_key(trace, header):
    ratchet_key, number = header.ratchet_key.hex(), header.message_number
    deleted(trace, "message-key", ratchet_key=ratchet_key, message_number=number)


class Ratchet:
    def __init__(self, associated_data, root_key, own, sending, receiving):
        self.associated_data = associated_data
        self.root_key = root_key
        self.own = own
        self.sending = sending
        self.previous_chain_length = 0
        self.receiving = receiving
        self.skipped = {}  # (ratchet key, number) -> seed, the oldest first
        self.dropped = deque(maxlen=MAX_RANGES)  # [ratchet key, first, last]
        self.closed = deque(maxlen=MAX_CLOSED)  # (ratchet key, length)

    @classmethod
    def initiator(cls, associated_data, root_key, chain_key, their_signed_prekey, rng, trace):
        own = rng.private_key()
        self = cls(associated_data, root_key, own, None, None)
        self.receiving = Chain("receiving", their_signed_prekey, chain_key)
        self.root_key, self.sending = self.dh_ratchet(
            "sending", "session-start", own, their_signed_prekey, root_key, trace
        )
        deleted(trace, "root-key", key=root_key.hex())
        return self

    @classmethod
    def responder(cls, associated_data, root_key, chain_key, signed_prekey):
        sending = Chain("sending", public_key(signed_prekey), chain_key)
        return cls(associated_data, root_key, signed_prekey, sending, None)

    @staticmethod
    def dh_ratchet(direction, reason, own, their, root_key, trace):
        output = x25519(own, their)
        okm = hkdf(root_key, output, b"WhisperRatchet", 64)
        new_root_key, chain_key = okm[:32], okm[32:]
        trace.append(
            {
                "step": "dh-ratchet",
                "direction": direction,
                "reason": reason,
                "own": {"private": own.hex(), "public": public_key(own).hex()},
                "their": their.hex(),
                "output": output.hex(),
                "old_root_key": root_key.hex(),
                "new_root_key": new_root_key.hex(),
                "chain_key": chain_key.hex(),
            }
        )
        name = public_key(own) if direction == "sending" else their
        return new_root_key, Chain(direction, name, chain_key)

    def knows(self, ratchet_key):
        return (
            (self.receiving is not None and self.receiving.ratchet_key == ratchet_key)
            or any(key == ratchet_key for key, _ in self.closed)
            or any(key == ratchet_key for key, _ in self.skipped)
        )

    def encrypt(self, plaintext, trace):
        before = copy.copy(self.sending)
        header = Header(public_key(self.own), self.previous_chain_length, before.next)
        key, nonce = message_keys(self.sending.advance(trace), trace)
        associated_data = self.associated_data + header.to_bytes()
        ciphertext = aes_seal(key, nonce, plaintext, associated_data)
        trace.append(
            {
                "step": "seal",
                "key": key.hex(),
                "nonce": nonce.hex(),
                "associated_data": associated_data.hex(),
                "plaintext": plaintext.hex(),
                "ciphertext": ciphertext.hex(),
            }
        )
        before.delete(trace)
        delete_message_key(trace, header)
        return header, ciphertext

    def decrypt(self, header, ciphertext, rng, trace):
        """Opens a message; a message that is refused changes nothing."""
        after = copy.deepcopy(self)
        plaintext = after.decrypt_in_place(header, ciphertext, rng, trace)
        self.__dict__ = after.__dict__
        return plaintext

    def decrypt_in_place(self, header, ciphertext, rng, trace):
        ratchet_key, number = header.ratchet_key, header.message_number
        if len(ciphertext) < 16:
            raise Refused("truncated")

        if (ratchet_key, number) in self.skipped:
            trace.append(
                {
                    "step": "skipped-used",
                    "ratchet_key": ratchet_key.hex(),
                    "message_number": number,
                }
            )
            plaintext = self.open(self.skipped.pop((ratchet_key, number)), header, ciphertext, trace)
            delete_message_key(trace, header)
            return plaintext

        if self.receiving is not None and self.receiving.ratchet_key == ratchet_key:
            if number < self.receiving.next:
                raise self.used_or_dropped(header)
            before = copy.copy(self.receiving)
            skipped = self.skip(self.receiving, number, trace)
            plaintext = self.open(self.receiving.advance(trace), header, ciphertext, trace)
            before.delete(trace)
            self.store(skipped, trace)
            delete_message_key(trace, header)
            return plaintext

        for closed_key, length in self.closed:
            if closed_key == ratchet_key:
                raise self.used_or_dropped(header) if number < length else Refused("beyond-chain-end")

        skipped = {}
        old = self.receiving
        if old is not None:
            skipped.update(self.skip(old, header.previous_chain_length, trace))
        middle, receiving = self.dh_ratchet(
            "receiving", "new-ratchet-key", self.own, ratchet_key, self.root_key, trace
        )
        skipped.update(self.skip(receiving, number, trace))
        plaintext = self.open(receiving.advance(trace), header, ciphertext, trace)

        own = rng.private_key()
        root_key, sending = self.dh_ratchet(
            "sending", "own-new-ratchet-key", own, ratchet_key, middle, trace
        )
        deleted(trace, "root-key", key=self.root_key.hex())
        deleted(trace, "root-key", key=middle.hex())
        self.sending.delete(trace)
        if old is not None:
            # Before that the ratchet key is the signed prekey, which stays.
            deleted(trace, "ratchet-key", public=public_key(self.own).hex())
            self.closed.append((old.ratchet_key, old.next))
            old.delete(trace)
        self.previous_chain_length = self.sending.next
        self.own, self.root_key, self.sending, self.receiving = own, root_key, sending, receiving
        self.store(skipped, trace)
        delete_message_key(trace, header)
        return plaintext

    @staticmethod
    def skip(chain, until, trace):
        if until - chain.next > MAX_SKIP:
            raise Refused("too-many-skipped")
        skipped = {}
        while chain.next < until:
            number = chain.next
            skipped[chain.ratchet_key, number] = chain.advance(trace)
            trace.append(
                {
                    "step": "skipped-stored",
                    "ratchet_key": chain.ratchet_key.hex(),
                    "message_number": number,
                }
            )
        return skipped

    def store(self, skipped, trace):
        self.skipped.update(skipped)
        while len(self.skipped) > MAX_STORED:
            ratchet_key, number = next(iter(self.skipped))
            del self.skipped[ratchet_key, number]
            last = self.dropped[-1] if self.dropped else None
            if last and last[0] == ratchet_key and last[2] + 1 == number:
                last[2] = number
            else:
                self.dropped.append([ratchet_key, number, number])
            deleted(trace, "skipped-key", ratchet_key=ratchet_key.hex(), message_number=number)

    def used_or_dropped(self, header):
        for ratchet_key, first, last in self.dropped:
            if ratchet_key == header.ratchet_key and first <= header.message_number <= last:
                return Refused("key-dropped")
        return Refused("duplicate")

    def open(self, seed, header, ciphertext, trace):
        key, nonce = message_keys(seed, trace)
        associated_data = self.associated_data + header.to_bytes()
        step = {
            "step": "open",
            "key": key.hex(),
            "nonce": nonce.hex(),
            "associated_data": associated_data.hex(),
            "ciphertext": ciphertext.hex(),
            "plaintext": None,
        }
        trace.append(step)
        plaintext = aes_open(key, nonce, ciphertext, associated_data)
        step["plaintext"] = plaintext.hex()
        return plaintext


# -- Section 13: sessions --------------------------------------------------------------------


@dataclass
class Session:
    prekey: PrekeyHeader
    ratchet: Ratchet
    awaiting_reply: bool

    def decrypt(self, message, rng, trace):
        if message.prekey is not None and message.prekey != self.prekey:
            raise Refused("prekey-header-changed")
        plaintext = self.ratchet.decrypt(message.header, message.ciphertext, rng, trace)
        self.awaiting_reply = False
        return plaintext


@dataclass
class Identity:
    """The private keys of a phone that X3DH needs."""

    identity: bytes
    signed_prekeys: dict
    one_time_prekeys: dict


@dataclass
class SessionStore:
    """All sessions of a phone with one peer, the current one first."""

    keys: Identity
    sessions: list = field(default_factory=list)

    def initiate(self, bundle, rng, trace):
        signed, one_time = bundle["signed_prekey"], bundle["one_time_prekeys"]
        signer, signature = bundle["identity_key"], signed["signature"]
        if not xeddsa_verify(signer, encode(signed["public"]), signature):
            raise Refused("bad-signature")
        trace.append(
            {
                "step": "signature-verified",
                "signer": signer.hex(),
                "signed_prekey": signed["public"].hex(),
                "signature": signature.hex(),
            }
        )
        identity, base = self.keys.identity, rng.private_key()
        pairings = [
            ("identity", identity, "signed-prekey", signed["public"]),
            ("base", base, "identity", signer),
            ("base", base, "signed-prekey", signed["public"]),
        ]
        pairings += [("base", base, "one-time-prekey", prekey["public"]) for prekey in one_time]
        associated_data = encode(public_key(identity)) + encode(signer)
        agreed = x3dh(pairings, associated_data, trace)
        deleted(trace, "base-key", public=public_key(base).hex())
        number = one_time[0]["id"] if one_time else 0
        prekey = PrekeyHeader(public_key(identity), public_key(base), signed["id"], number)
        ratchet = Ratchet.initiator(associated_data, *agreed, signed["public"], rng, trace)
        self.insert(Session(prekey, ratchet, True))

    def insert(self, session):
        self.sessions.insert(0, session)
        del self.sessions[MAX_SESSIONS:]

    def encrypt(self, plaintext, trace):
        if not self.sessions:
            raise Refused("no-session")
        session = self.sessions[0]
        header, ciphertext = session.ratchet.encrypt(plaintext, trace)
        return Message(session.prekey if session.awaiting_reply else None, header, ciphertext)

    def decrypt(self, message, rng, trace):
        if message.prekey is None:
            return self.decrypt_known(message, rng, trace)
        for session in self.sessions:
            if session.prekey.base_key == message.prekey.base_key:
                return self.decrypt_with(session, message, rng, trace)
        return self.decrypt_new(message, rng, trace)

    def decrypt_with(self, session, message, rng, trace):
        plaintext = session.decrypt(message, rng, trace)
        self.sessions.remove(session)
        self.sessions.insert(0, session)
        return plaintext

    def decrypt_known(self, message, rng, trace):
        for session in self.sessions:
            if session.ratchet.knows(message.header.ratchet_key):
                return self.decrypt_with(session, message, rng, trace)
        failure = None
        for session in list(self.sessions):
            steps = []
            try:
                plaintext = self.decrypt_with(session, message, rng, steps)
                trace.extend(steps)
                return plaintext
            except Refused as refused:
                failure = failure or (refused, steps)
        refused, steps = failure or (Refused("no-session"), [])
        trace.extend(steps)
        raise refused

    def decrypt_new(self, message, rng, trace):
        prekey, identity = message.prekey, self.keys.identity
        signed = self.keys.signed_prekeys.get(prekey.signed_prekey_id)
        if signed is None:
            raise Refused("unknown-signed-prekey")
        pairings = [
            ("signed-prekey", signed, "identity", prekey.identity_key),
            ("identity", identity, "base", prekey.base_key),
            ("signed-prekey", signed, "base", prekey.base_key),
        ]
        one_time = None
        if prekey.one_time_prekey_id:
            one_time = self.keys.one_time_prekeys.get(prekey.one_time_prekey_id)
            if one_time is None:
                raise Refused("unknown-one-time-prekey")
            pairings.append(("one-time-prekey", one_time, "base", prekey.base_key))
        associated_data = encode(prekey.identity_key) + encode(public_key(identity))
        agreed = x3dh(pairings, associated_data, trace)
        session = Session(prekey, Ratchet.responder(associated_data, *agreed, signed), False)
        plaintext = session.decrypt(message, rng, trace)
        if one_time is not None:
            del self.keys.one_time_prekeys[prekey.one_time_prekey_id]
            public = public_key(one_time).hex()
            deleted(trace, "one-time-prekey", id=prekey.one_time_prekey_id, public=public)
        self.insert(session)
        return plaintext


# -- Section 14: safety number ---------------------------------------------------------------


def safety_number(ours, theirs):
    def half(identifier, identity_key):
        key = encode(identity_key)
        state = hashlib.sha512(b"\0\0" + key + identifier.encode() + key).digest()
        for _ in range(5199):
            state = hashlib.sha512(state + key).digest()
        groups = (int.from_bytes(state[i : i + 5], "big") % 100_000 for i in range(0, 30, 5))
        return "".join(f"{group:05}" for group in groups)

    return "".join(sorted([half(*ours), half(*theirs)]))
