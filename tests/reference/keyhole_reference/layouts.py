"""Sections 4, 6, 7, 8, 9: layouts."""

from dataclasses import dataclass

from .access import read_access_part, read_log_update, read_suites, write_access_part
from .primitives import Refused
from .reader import Reader, read_account


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
    12: "backup",
    13: "notice",
    14: "new-device",
    15: "upload-offer",
    16: "offer",
    17: "token",
    18: "fetch-certificate",
    19: "certificate",
    20: "submit-sealed",
    21: "removed-device",
    22: "signed-device",
}
REASONS = {1: "unknown-account", 2: "not-registered", 3: "malformed", 4: "not-opened"}
REASONS[5] = "wrong-token"


def read_frame(data):
    r = Reader(data)
    kind = r.one_of(1, "frame-kind", FRAME_KINDS)
    frame = {"kind": kind, "request": r.number(4, "frame-request")}
    bundles = ("bundle", "new-device", "signed-device", "offer")
    if kind in ("register", "fetch-bundle", "removed-device") + bundles:
        frame["account"] = read_account(r, "account-length", "account-name")
    if kind in ("register", "removed-device") + bundles:
        frame["device"] = r.number(1, "device-number")
    if kind in ("register",) + bundles:
        frame["identity_key"] = r.take(32, "identity-key")
    if kind in ("upload-prekeys", "upload-offer") + bundles:
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
    if kind in bundles and len(frame["one_time_prekeys"]) > 1:
        raise Refused("malformed")
    if kind == "signed-device":
        frame["signature"] = r.take(64, "device-signature")
    if kind == "upload-offer":
        inside = r.length_and_bytes("body-length")
        frame["suites"] = inside.rest()
        read_suites(inside)
    if kind == "offer":  # the provider does not say what it hands out
        inside = r.length_and_bytes("body-length")
        frame["suites"] = inside.take(inside.left(), "suite-list")
    if kind in ("upload-offer", "offer") and not frame["suites"]:
        raise Refused("malformed")
    if kind == "backup":
        inside = r.length_and_bytes("body-length")
        frame["backup"] = inside.rest()
        inside.take(12, "backup-nonce")
        inside.take(inside.left() - 16, "backup-ciphertext")
        inside.take(16, "backup-tag")
    if kind == "notice":
        inside = r.length_and_bytes("body-length")
        frame["notice"] = inside.rest()
        read_log_update(inside)
    if kind in ("token", "submit-sealed"):
        frame["token"] = r.take(16, "delivery-token")
    if kind == "certificate":
        inside = r.length_and_bytes("body-length")
        frame["certificate"] = inside.take(inside.left(), "sender-certificate")
    if kind in ("submit", "submit-sealed", "deliver"):
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


def read_log_line(r):
    line = {"time": r.number(8, "envelope-time")}
    line["from"] = r.text(r.number(1, "envelope-from-length"), "envelope-from")
    line["to"] = read_account(r, "envelope-to-length", "envelope-to")
    line["length"] = r.number(2, "envelope-length")
    r.finish()
    return line


def read_envelope(r):
    envelope = {"id": r.number(8, "envelope-id")}
    envelope["from"] = r.text(r.number(1, "envelope-from-length"), "envelope-from")
    envelope["from_device"] = r.number(1, "envelope-from-device")
    envelope["to"] = read_account(r, "envelope-to-length", "envelope-to")
    envelope["to_device"] = r.number(1, "envelope-to-device")
    envelope["time"] = r.number(8, "envelope-time")
    kind = r.number(1, "envelope-kind")
    if kind & 0x7F not in ENVELOPE_KINDS:
        raise Refused("malformed")
    envelope["kind"] = ENVELOPE_KINDS[kind & 0x7F]
    if (envelope["kind"] == "sealed") != (envelope["from"] == ""):
        raise Refused("malformed")
    inside = r.length_and_bytes("envelope-length")
    envelope["message"] = inside.rest()
    readable = True
    try:
        if envelope["kind"] == "text":
            read_content(inside, "open-content")
        elif envelope["kind"] == "sealed":
            for name, length in SEALED:
                inside.take(inside.left() - 16 if length is None else length, name)
        else:
            read_message(envelope["kind"], inside)
    except Refused:  # the envelope is well-formed all the same: the provider reads no further
        readable = False
    envelope["access"] = read_access_part(r) if kind & 0x80 else None
    r.finish()
    if not readable:
        del r.leaves[:]
    return envelope


ENVELOPE_KINDS = {1: "prekey", 2: "message", 3: "text", 4: "sealed"}
SEALED = [
    ("sealed-sender-ephemeral", 32),
    ("sealed-sender-identity", 32),
    ("sealed-sender-identity-tag", 16),
    ("sealed-sender-message", None),
    ("sealed-sender-message-tag", 16),
]


def write_envelope(envelope):
    name = lambda text: bytes([len(text.encode())]) + text.encode()
    kind = {name: code for code, name in ENVELOPE_KINDS.items()}[envelope["kind"]]
    access = envelope["access"]
    return b"".join(
        [
            envelope["id"].to_bytes(8, "big"),
            name(envelope["from"]),
            bytes([envelope["from_device"]]),
            name(envelope["to"]),
            bytes([envelope["to_device"]]),
            envelope["time"].to_bytes(8, "big"),
            bytes([kind | (0x80 if access else 0)]),
            len(envelope["message"]).to_bytes(2, "big"),
            envelope["message"],
            write_access_part(*access) if access else b"",
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


def read_content(data, name="content"):
    r = data if isinstance(data, Reader) else Reader(data)
    r.one_of(1, name + "-kind", {1: "text"})
    text = r.text(r.number(2, name + "-length"), name + "-text")
    r.finish()
    return text, r.leaves


def write_content(text):
    return b"\1" + len(text.encode()).to_bytes(2, "big") + text.encode()
