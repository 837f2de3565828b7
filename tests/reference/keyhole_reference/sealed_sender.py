"""Section 19: sender certificates, and the layer that hides who wrote."""

from .layouts import read_message
from .primitives import (
    Refused,
    aes_open,
    aes_seal,
    hkdf,
    public_key,
    x25519,
    xeddsa_sign,
    xeddsa_verify,
)
from .reader import Reader, read_account

SIGNED = b"Keyhole sender certificate"
INNER = {1: "prekey", 2: "message"}


def make_certificate(key, account, device, identity, expiry, random):
    name = account.encode()
    holder = bytes([len(name)]) + name + bytes([device]) + identity + expiry.to_bytes(8, "big")
    return holder + xeddsa_sign(key, SIGNED + holder, random)


def read_certificate(r):
    start = r.at
    certificate = {
        "account": read_account(r, "certificate-account-length", "certificate-account"),
        "device": r.number(1, "certificate-device"),
        "identity": r.take(32, "certificate-identity"),
        "expiry": r.number(8, "certificate-expiry"),
    }
    certificate["signed"] = SIGNED + r.data[start : r.at]
    certificate["signature"] = r.take(64, "certificate-signature")
    return certificate


def check_certificate(certificate, provider, now):
    signed, signature = certificate["signed"], certificate["signature"]
    if not xeddsa_verify(provider, signed, signature) or now > certificate["expiry"]:
        raise Refused("sealed")


def first_layer(recipient, ephemeral, output):
    """Chain; key and nonce."""
    okm = hkdf(b"Keyhole sealed sender" + recipient + ephemeral, output, b"", 76)
    return okm[:32], (okm[32:64], okm[64:])


def second_layer(chain, identity, output):
    okm = hkdf(chain + identity, output, b"", 44)
    return okm[:32], okm[32:]


def seal_sender(sender, certificate, recipient, kind, message, rng):
    """The sealed message, and what is in its second layer."""
    private = rng.private_key()
    ephemeral = public_key(private)
    chain, key = first_layer(recipient, ephemeral, x25519(private, recipient))
    identity = aes_seal(*key, public_key(sender), b"")
    code = {name: code for code, name in INNER.items()}[kind]
    content = certificate + bytes([code]) + message
    key = second_layer(chain, identity, x25519(sender, recipient))
    return ephemeral + identity + aes_seal(*key, content, b""), content


def read_sealed_content(data):
    """Certificate, kind, end-to-end message, leaves."""
    r = Reader(data)
    certificate = read_certificate(r)
    kind = r.one_of(1, "sealed-sender-kind", INNER)
    message = r.rest()
    read_message(kind, r)
    return certificate, kind, message, r.leaves


def take_off(recipient, sealed):
    """Certificate, kind and end-to-end message under the layer; the signature is not checked."""
    if len(sealed) < 96:
        raise Refused("sealed")
    ephemeral, identity, message = sealed[:32], sealed[32:80], sealed[80:]
    chain, key = first_layer(public_key(recipient), ephemeral, x25519(recipient, ephemeral))
    sender = aes_open(*key, identity, b"")
    key = second_layer(chain, identity, x25519(recipient, sender))
    certificate, kind, inner, _ = read_sealed_content(aes_open(*key, message, b""))
    if certificate["identity"] != sender:
        raise Refused("sealed")
    return certificate, kind, inner
