"""Section 19: devices that are nobody’s phone, and the relay that puts two of them in the middle."""

import keyhole_reference as k
from keyhole_reference import KeyedRng
from phone import PEER


class Device:
    """It has keys and sessions, and works inside the provider."""

    def __init__(self, account, number, rng):
        self.account, self.number = account, number
        self.identity, signed = rng.private_key(), rng.private_key()
        self.public = k.public_key(self.identity)
        signed_public = k.public_key(signed)
        signature = k.xeddsa_sign(self.identity, k.encode(signed_public), rng.draw(64))
        self.signed_prekey = {"id": 1, "public": signed_public, "signature": signature}
        one_time = {number: rng.private_key() for number in range(1, 9)}
        self.one_time_prekeys = [
            {"id": number, "public": k.public_key(private)} for number, private in one_time.items()
        ]
        self.handed_out = 0
        self.keys = k.Identity(self.identity, {1: signed}, one_time)
        self.sessions = {}  # by account

    def bundle(self, one_time=True):
        """What the directory hands out about it, each time with another one-time prekey."""
        first = self.handed_out
        self.handed_out += 1
        return {
            "account": self.account,
            "device": self.number,
            "identity_key": self.public,
            "signed_prekey": self.signed_prekey,
            "one_time_prekeys": self.one_time_prekeys[first : first + 1] if one_time else [],
        }

    def with_peer(self, account):
        return self.sessions.setdefault(account, k.SessionStore(self.keys))


class Middle:
    """Between two phones, a device in each one’s name."""

    def __init__(self, seed):
        self.seed = seed
        self.devices = {
            name: Device(name, 1, KeyedRng(seed, "substitute", 0, name)) for name in PEER
        }
        self.envelopes = {}  # message -> the envelope that goes on
        self.seeds = {}  # message -> place and seed, of what came and of what goes on

    def relay(self, message, envelope, bundle):
        """Opens an envelope with the one session, and seals its content with the other."""
        rng = KeyedRng(self.seed, "provider", message, "relay")
        ours, theirs = self.devices[envelope["to"]], self.devices[envelope["from"]]
        came = k.read_message(envelope["kind"], k.Reader(envelope["message"]))
        steps = []
        content = ours.with_peer(envelope["from"]).decrypt(came, rng, steps)
        goes_on = theirs.with_peer(envelope["to"])
        if not goes_on.sessions:
            goes_on.initiate(bundle(), rng, steps)
        sealed = goes_on.encrypt(content, steps)
        seeds = [step["message_seed"] for step in steps if step["step"] == "message-key"]
        self.seeds[message] = list(zip((came.header, sealed.header), seeds))
        kind = "prekey" if sealed.prekey else "message"
        forwarded = {**envelope, "kind": kind, "message": sealed.to_bytes(), "access": None}
        self.envelopes[message] = k.write_envelope(forwarded)
