"""Sections 4, 6, 7, 8, 9 and 19: layouts."""

from dataclasses import dataclass

from .primitives import Refused, is_canonical


class Reader:
    """Takes fields off the front of bytes, and notes which field each byte belongs to."""

    def __init__(self, data, at=0, leaves=None):
        self.data, self.at, self.leaves = data, at, [] if leaves is None else leaves

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

    def length_and_bytes(self, name):
        """length (2) ‖ bytes: a reader over these bytes, whose leaves are ours."""
        length = self.number(2, name)
        if length > self.left():
            raise Refused("malformed")
        inside = Reader(self.data[: self.at + length], self.at, self.leaves)
        self.at += length
        return inside

    def public_key(self, name):
        key = self.take(32, name)
        if not is_canonical(key):
            raise Refused("malformed")
        return key

    def finish(self):
        if self.left():
            raise Refused("malformed")

    def rest(self):
        return self.data[self.at :]


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
}
REASONS = {1: "unknown-account", 2: "not-registered", 3: "malformed", 4: "not-opened"}


def read_frame(data):
    r = Reader(data)
    kind = r.one_of(1, "frame-kind", FRAME_KINDS)
    frame = {"kind": kind, "request": r.number(4, "frame-request")}
    bundles = ("bundle", "new-device", "offer")
    if kind in ("register", "fetch-bundle") + bundles:
        frame["account"] = read_account(r, "account-length", "account-name")
    if kind in ("register",) + bundles:
        frame["device"] = r.number(1, "device-number")
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
    kind = r.number(1, "envelope-kind")
    if kind & 0x7F not in ENVELOPE_KINDS:
        raise Refused("malformed")
    envelope["kind"] = ENVELOPE_KINDS[kind & 0x7F]
    inside = r.length_and_bytes("envelope-length")
    envelope["message"] = inside.rest()
    readable = True
    try:
        if envelope["kind"] == "text":
            read_content(inside, "open-content")
        else:
            read_message(envelope["kind"], inside)
    except Refused:  # the envelope is well-formed all the same: the provider reads no further
        readable = False
    envelope["access"] = read_access_part(r) if kind & 0x80 else None
    r.finish()
    if not readable:
        del r.leaves[:]
    return envelope


ENVELOPE_KINDS = {1: "prekey", 2: "message", 3: "text"}


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


# Section 19: the access part. Of each kind, its fields in order: name and length.

ABRASION = [("abrasion-bits", 1), ("abrasion-power", 8)]
PUZZLE = [("puzzle-cost", 1), ("puzzle-check", 8), ("puzzle-seed", 32)]
ACCESS_KINDS = {1: "escrow", 2: "puzzle", 3: "abrasion", 4: "leaf", 5: "voucher"}
ACCESS_KINDS.update({6: "work-factor", 7: "suite"})
ACCESS_FIELDS = {
    "escrow": [
        ("escrow-key-id", 1),
        ("escrow-ephemeral", 32),
        ("escrow-ciphertext", 32),
        ("escrow-tag", 16),
    ],
    "puzzle": PUZZLE,
    "abrasion": ABRASION + PUZZLE,
    "leaf": [("leaf-iv", 8), ("leaf", 16)],
    "voucher": [("scan-point", 32), ("scan-ciphertext", 81), ("scan-tag", 16)],
    "work-factor": [
        ("work-factor-key-id", 1),
        ("work-factor-secret-bits", 1),
        ("work-factor-wrapped-bits", 1),
        ("work-factor-ephemeral", 32),
        ("work-factor-ciphertext", None),  # what is left before the tag
        ("work-factor-tag", 16),
    ],
    "suite": [("suite-code", 1)],
}


def read_access_part(r):
    """Kind and bytes."""
    kind = r.one_of(1, "access-kind", ACCESS_KINDS)
    inside = r.length_and_bytes("access-length")
    field = inside.rest()
    for name, length in ACCESS_FIELDS[kind]:
        inside.take(inside.left() - 16 if length is None else length, name)
    inside.finish()
    return kind, field


def write_access_part(kind, field):
    code = {name: code for code, name in ACCESS_KINDS.items()}[kind]
    return bytes([code]) + len(field).to_bytes(2, "big") + field


SUITES = {1: "AES-256-GCM", 2: "export"}  # the other way round: the larger, the weaker


def read_suites(r):
    count = r.number(1, "suite-count")
    suites = [r.one_of(1, "suite-code", SUITES) for _ in range(count)]
    signed = r.one_of(1, "suite-signed", {0: False, 1: True})
    signature = r.take(64, "suite-signature") if signed else None
    r.finish()
    return suites, signature


def write_suites(suites):
    """A list without a signature."""
    codes = {name: code for code, name in SUITES.items()}
    return bytes([len(suites)] + [codes[suite] for suite in suites] + [0])


def read_log_update(r):
    """Signed head ‖ consistency proof ‖ inclusion proof ‖ activation."""
    hashes = lambda: [r.take(32, "proof-hash") for _ in range(r.number(1, "proof-count"))]
    update = {"size": r.number(8, "log-size"), "root": r.take(32, "log-root")}
    update["signature"] = r.take(64, "log-signature")
    update["grown"] = (r.number(8, "log-old-size"), r.number(8, "log-size"), hashes())
    update["included"] = (r.number(8, "log-index"), r.number(8, "log-size"), hashes())
    start = r.at
    if r.one_of(1, "activation-kind", {1: "named", 2: "committed"}) == "named":
        target = read_account(r, "activation-target-length", "activation-target")
    else:
        target = r.take(32, "activation-commitment")
    update["activation"] = {
        "target": target,
        "from": r.number(8, "activation-from"),
        "until": r.number(8, "activation-until"),
        "key": r.number(4, "activation-key"),
    }
    update["entry"] = r.data[start : r.at]
    r.finish()
    return update


def read_backup_store(data):
    r = Reader(data)
    entries = []
    for _ in range(r.number(2, "backup-count")):
        entry = {"action": r.number(8, "backup-action")}
        entry["direction"] = r.one_of(1, "backup-direction", {1: "sent", 2: "received"})
        entry["time"] = r.number(8, "backup-time")
        entry["text"] = r.text(r.number(2, "backup-length"), "backup-text")
        entries.append(entry)
    r.finish()
    return entries, r.leaves


def write_backup_store(entries):
    out = len(entries).to_bytes(2, "big")
    for entry in entries:
        text = entry["text"].encode()
        direction = {"sent": 1, "received": 2}[entry["direction"]]
        out += entry["action"].to_bytes(8, "big") + bytes([direction])
        out += entry["time"].to_bytes(8, "big") + len(text).to_bytes(2, "big") + text
    return out


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
