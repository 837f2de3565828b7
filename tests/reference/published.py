"""Values that others have published."""

import json

import keyhole_reference as k
from keyhole_reference import COUNTS, same, unhex


def check_noise(path):
    """Published handshakes: this implementation reads and writes them."""
    for vector in json.loads(path.read_text())["vectors"]:
        get = lambda name: unhex(vector[name])
        sides = [
            k.Handshake(True, get("init_static"), get("init_ephemeral"), get("init_prologue")),
            k.Handshake(False, get("resp_static"), get("resp_ephemeral"), get("resp_prologue")),
        ]
        counters = [0, 0]
        for index, message in enumerate(vector["messages"]):
            payload, ciphertext = unhex(message["payload"]), unhex(message["ciphertext"])
            sender = index % 2
            if index < 3:
                same("Noise message", ciphertext, sides[sender].write(payload))
                same("Noise payload", payload, sides[1 - sender].read(ciphertext))
                continue
            nonce = k.record_nonce(counters[sender])
            counters[sender] += 1
            key = sides[0].split()[sender]
            same("Noise record", payload, k.aes_open(key, nonce, ciphertext, b""))
        if "handshake_hash" in vector:
            same("handshake hash", get("handshake_hash"), sides[0].h)
        COUNTS["published Noise handshakes followed"] += 1


def check_xeddsa(path):
    vector = json.loads(path.read_text())
    public, message = unhex(vector["public_key"]), unhex(vector["message"])
    signature = unhex(vector["signature"])
    same("public key", public, k.public_key(unhex(vector["private_key"])))
    same("published signature", True, k.xeddsa_verify(public, message, signature))
    changed = signature[:-1] + bytes([signature[-1] ^ 1])
    same("changed signature", False, k.xeddsa_verify(public, message, changed))


def check_safety_number(path):
    vector = json.loads(path.read_text())
    side = lambda name: (vector[name]["identifier"], unhex(vector[name]["identity_key"])[1:])
    same("safety number", vector["digits"], k.safety_number(side("alice"), side("bob")))
