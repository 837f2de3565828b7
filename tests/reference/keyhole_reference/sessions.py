"""Sections 13 and 14: sessions, safety number."""

import hashlib
from dataclasses import dataclass, field

from .layouts import Message, PrekeyHeader
from .primitives import Refused, encode, public_key, xeddsa_verify
from .ratchet import MAX_SESSIONS, Ratchet, deleted, x3dh
from .suites import Terms


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
    terms: Terms = Terms()  # of the sessions that begin from now on

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
        ratchet = Ratchet.initiator(
            associated_data, *agreed, signed["public"], rng, trace, self.terms
        )
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
        ratchet = Ratchet.responder(associated_data, *agreed, signed, self.terms)
        session = Session(prekey, ratchet, False)
        plaintext = session.decrypt(message, rng, trace)
        if one_time is not None:
            del self.keys.one_time_prekeys[prekey.one_time_prekey_id]
            public = public_key(one_time).hex()
            deleted(trace, "one-time-prekey", id=prekey.one_time_prekey_id, public=public)
        self.insert(session)
        return plaintext


def safety_number(ours, theirs):
    def half(identifier, identity_key):
        key = encode(identity_key)
        state = hashlib.sha512(b"\0\0" + key + identifier.encode() + key).digest()
        for _ in range(5199):
            state = hashlib.sha512(state + key).digest()
        groups = (int.from_bytes(state[i : i + 5], "big") % 100_000 for i in range(0, 30, 5))
        return "".join(f"{group:05}" for group in groups)

    return "".join(sorted([half(*ours), half(*theirs)]))
