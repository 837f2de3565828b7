"""Sections 10 to 12: X3DH, ratchet, suite.

`trace` is a list; every step is appended to it in the form of the vectors (section 18).
"""

import copy
from collections import deque
from dataclasses import dataclass

from .layouts import Header
from .primitives import Refused, aes_open, aes_seal, hkdf, hmac_sha256, public_key, x25519
from .suites import Terms, message_keys, message_seed, session_key


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
    def __init__(self, associated_data, root_key, own, sending, receiving, terms=Terms()):
        self.associated_data = associated_data
        self.first_root_key = self.root_key = root_key
        self.terms = terms
        self.session_key = session_key(root_key) if terms.one_session_key else None
        self.own = own
        self.sending = sending
        self.previous_chain_length = 0
        self.receiving = receiving
        self.skipped = {}  # (ratchet key, number) -> seed, the oldest first
        self.dropped = deque(maxlen=MAX_RANGES)  # [ratchet key, first, last]
        self.closed = deque(maxlen=MAX_CLOSED)  # (ratchet key, length)

    @classmethod
    def initiator(cls, associated_data, root_key, chain_key, signed_prekey, rng, trace, terms):
        own = rng.private_key()
        self = cls(associated_data, root_key, own, None, None, terms)
        self.receiving = Chain("receiving", signed_prekey, chain_key)
        self.root_key, self.sending = self.dh_ratchet(
            "sending", "session-start", own, signed_prekey, root_key, trace
        )
        deleted(trace, "root-key", key=root_key.hex())
        return self

    @classmethod
    def responder(cls, associated_data, root_key, chain_key, signed_prekey, terms):
        sending = Chain("sending", public_key(signed_prekey), chain_key)
        return cls(associated_data, root_key, signed_prekey, sending, None, terms)

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

    def message_keys(self, seed, header, trace):
        """Key and nonce of a message, whose chain has given this seed."""
        if self.session_key is not None:
            seed = message_seed(self.session_key, header.to_bytes())
        return message_keys(self.terms, seed, header.to_bytes(), trace)

    def knows(self, ratchet_key):
        return (
            (self.receiving is not None and self.receiving.ratchet_key == ratchet_key)
            or any(key == ratchet_key for key, _ in self.closed)
            or any(key == ratchet_key for key, _ in self.skipped)
        )

    def encrypt(self, plaintext, trace):
        before = copy.copy(self.sending)
        header = Header(public_key(self.own), self.previous_chain_length, before.next)
        key, nonce = self.message_keys(self.sending.advance(trace), header, trace)
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
        key, nonce = self.message_keys(seed, header, trace)
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
