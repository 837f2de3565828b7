"""What the phones do, and their connections to the provider."""

import keyhole_reference as k
from keyhole_reference import COUNTS, KeyedRng, Refused, unhex

PEER = {"alice": "bob", "bob": "alice"}


class Connection:
    """Both ends of one connection between a phone and the provider."""

    def __init__(self, phone_static, provider_static, phone_seed, provider_seed):
        ephemeral = lambda seed: KeyedRng.from_seed_bytes(seed).private_key()
        handshake = k.AnonymousHandshake if phone_static is None else k.Handshake
        self.provider_public = k.public_key(provider_static)
        self.ends = {
            "to-provider": handshake(True, phone_static, ephemeral(phone_seed)),
            "to-phone": handshake(False, provider_static, ephemeral(provider_seed)),
        }
        self.sent = {"to-provider": 0, "to-phone": 0}
        self.received = {"to-provider": 0, "to-phone": 0}
        self.alive = True

    def sender(self, direction):
        return self.ends[direction]

    def receiver(self, direction):
        return self.ends["to-phone" if direction == "to-provider" else "to-provider"]

    def key(self, end, direction):
        return end.split()[0 if direction == "to-provider" else 1]

    def open_sent(self, direction, record):
        """What the sender sealed."""
        frame = self._open(self.sender(direction), direction, record, self.sent)
        COUNTS["records opened"] += 1
        return frame

    def open_received(self, direction, record):
        """What the receiver can open of what arrived."""
        return self._open(self.receiver(direction), direction, record, self.received)

    def _open(self, end, direction, record, counters):
        key, nonce = self.key(end, direction), k.record_nonce(counters[direction])
        frame = k.aes_open(key, nonce, record, b"")
        counters[direction] += 1
        return frame


class Phone:
    """What a phone does with what it sends and receives (sections 13 and 15)."""

    def __init__(self, name, seed, keys, app):
        self.name, self.seed, self.app = name, seed, app
        private = lambda prekeys: {prekey["id"]: unhex(prekey["private"]) for prekey in prekeys}
        self.identity = unhex(keys["identity"]["private"])
        self.transport = unhex(keys["transport"]["private"])
        self.store = k.SessionStore(
            k.Identity(
                self.identity,
                private(keys["signed_prekeys"]),
                private(keys["one_time_prekeys"]),
            ),
            terms=app.terms,
        )
        self.devices = []  # that are not the peer’s phone: (account, device, sessions)
        self.waiting = []  # texts that wait for a session: (action, text)
        self.sealed = {}  # action -> envelope as bytes
        self.copies = {}  # (action, account, device) -> envelope as bytes
        self.contents = {}  # action -> content as bytes
        self.certificate = None  # of this phone’s identity key, if senders are sealed
        self.messages = {}  # action -> end-to-end message, where the sender is sealed
        self.layers = {}  # action -> what is under the sender’s layer
        self.backups = {}  # action -> backup as bytes
        self.submitted = {}  # request number -> action
        self.pinned = None
        self.protocol = []
        self.chat = []

    def note(self, action, message, steps):
        if steps:
            entry = {"action": action, "phone": self.name, "message": message, "steps": steps}
            self.protocol.append(entry)

    def send(self, action, text, now):
        self.chat.append({"message": action, "sent": text, "state": "waiting"})
        self.waiting.append((action, text))
        if self.store.sessions or not self.app.end_to_end:
            self.seal(action, now)

    def seal(self, under_way, now):
        for action, text in self.waiting:
            content = k.write_content(text)
            kind, message, access = "text", content, None
            if self.app.end_to_end:
                kind, message, access = self.encrypt(under_way, action, text, now)
            account = PEER[self.name]
            self.contents[action] = content
            COUNTS["messages sealed"] += 1
            if self.certificate is not None:
                self.seal_sender(action, kind, message, now)
                continue
            envelope = self.envelope(action, "envelope id", account, 1, now, kind, message, access)
            self.sealed[action] = envelope
            for account, device, store in self.devices:
                message = store.encrypt(content, [])
                kind = "prekey" if message.prekey else "message"
                purpose = f"envelope id {account} {device}"
                self.copies[action, account, device] = self.envelope(
                    action, purpose, account, device, now, kind, message.to_bytes(), None
                )
            self.back_up(action, "sent", now, text)
        self.waiting = []

    def seal_sender(self, action, kind, message, now):
        """Section 19: who wrote stands inside."""
        rng = KeyedRng(self.seed, self.name, action, "sealed sender")
        keys = self.identity, self.certificate, self.pinned
        sealed, content = k.seal_sender(*keys, kind, message, rng)
        account = PEER[self.name]
        self.messages[action], self.layers[action] = (kind, message), content
        self.sealed[action] = self.envelope(
            action, "envelope id", account, 1, now, "sealed", sealed, None
        )

    def encrypt(self, under_way, action, text, now):
        """Kind, end-to-end message, access part."""
        steps = []
        message = self.store.encrypt(k.write_content(text), steps)
        self.note(under_way, action, steps)
        rng = KeyedRng(self.seed, self.name, action, "access field")
        session = self.store.sessions[0]
        seed = last_seed(steps)
        access = self.app.access_field(session, message, seed, text, now, rng)
        return "prekey" if message.prekey else "message", message.to_bytes(), access

    def envelope(self, action, purpose, to, device, now, kind, message, access):
        number = KeyedRng(self.seed, self.name, action, purpose).draw(8)
        envelope = {
            "id": int.from_bytes(number, "little"),
            "from": "" if kind == "sealed" else self.name,
            "from_device": 0 if kind == "sealed" else 1,
            "to": to,
            "to_device": device,
            "time": now,
            "kind": kind,
            "message": message,
            "access": access,
        }
        return k.write_envelope(envelope)

    def back_up(self, action, direction, time, text):
        """Section 19: a copy for the provider, if the rule has backups."""
        entry = {"action": action, "direction": direction, "time": time, "text": text}
        rng = KeyedRng(self.seed, self.name, action, "backup")
        backup = self.app.backup(entry, rng)
        if backup is not None:
            self.backups[action] = backup

    def add_device(self, under_way, bundle):
        """Section 19: an account has one more device."""
        purpose = f"x3dh {bundle['account']} {bundle['device']}"
        store = k.SessionStore(self.store.keys)
        store.initiate(bundle, KeyedRng(self.seed, self.name, under_way, purpose), [])
        self.devices.append((bundle["account"], bundle["device"], store))

    def take_signed_device(self, under_way, frame):
        """Section 19: one more device, if the identity key of the account has signed it."""
        own = frame["account"] == self.name
        owner = k.public_key(self.identity) if own else self.pinned
        if owner is None or not k.xeddsa_verify(owner, device_message(frame), frame["signature"]):
            return "failure"
        self.add_device(under_way, frame)
        return "acknowledge"

    def remove_device(self, account, device):
        """Section 19: an account has one device less."""
        self.devices = [it for it in self.devices if it[:2] != (account, device)]

    def take_bundle(self, under_way, message, frame, now):
        steps = []
        rng = KeyedRng(self.seed, self.name, message, "x3dh")
        if "suites" in frame:
            self.store.terms = self.app.choose(frame["suites"])
        self.pin(frame["identity_key"])
        self.store.initiate(frame, rng, steps)
        self.note(under_way, message, steps)
        self.seal(under_way, now)
        COUNTS["sessions started"] += 1

    def take_envelope(self, under_way, message, envelope, now):
        """Returns the name of the answer."""
        steps = []
        try:
            envelope = self.unseal(envelope)
            text = self.open(envelope, KeyedRng(self.seed, self.name, message, "ratchet"), steps)
            self.chat.append({"message": message, "received": text})
            self.back_up(message, "received", envelope["time"], text)
            COUNTS["messages decrypted"] += 1
            answer = "acknowledge"
        except Refused as refused:
            answer = "acknowledge" if str(refused) == "duplicate" else "failure"
            if answer == "failure":
                self.chat.append({"message": message, "refused": str(refused)})
            COUNTS["messages refused"] += 1
        self.note(under_way, message, steps)
        return answer

    def unseal(self, envelope):
        """Section 19: what an envelope would be with its sender on it."""
        if envelope["kind"] != "sealed":
            return envelope
        try:
            certificate, kind, message = k.take_off(self.identity, envelope["message"])
            k.check_certificate(certificate, self.app.provider, envelope["time"])
        except Refused as refused:
            raise Refused("sealed") from refused
        COUNTS["senders unsealed"] += 1
        return {**envelope, "from": certificate["account"], "kind": kind, "message": message}

    def open(self, envelope, rng, steps):
        if envelope["from"] != PEER[self.name]:
            raise Refused("unknown-sender")
        if not self.app.end_to_end:
            return self.open_text(envelope)
        if envelope["kind"] == "text":
            raise Refused("malformed-header")
        try:
            message = k.read_message(envelope["kind"], k.Reader(envelope["message"]))
        except Refused as refused:
            raise Refused("malformed-header") from refused
        self.store.terms = self.app.announced(envelope["access"], self.store.terms)
        content = self.store.decrypt(message, rng, steps)
        self.app.check(self.store.sessions[0], message, last_seed(steps), envelope["access"])
        if message.prekey is not None:
            self.pin(message.prekey.identity_key)
        try:
            return k.read_content(content)[0]
        except Refused as refused:
            raise Refused("malformed-content") from refused

    def pin(self, identity):
        """Section 15: trust on first use."""
        if self.pinned not in (None, identity):
            raise Refused("identity-changed")
        self.pinned = identity

    @staticmethod
    def open_text(envelope):
        if envelope["kind"] != "text":
            raise Refused("malformed-header")
        try:
            return k.read_content(envelope["message"])[0]
        except Refused as refused:
            raise Refused("malformed-content") from refused

    def set_state(self, action, state):
        for item in self.chat:
            if item["message"] == action and item.get("state", "delivered") != "delivered":
                item["state"] = state


def last_seed(steps):
    """The seed of the message that these steps sealed or opened."""
    seeds = [step["message_seed"] for step in steps if step["step"] == "message-key"]
    return unhex(seeds[-1])


def device_message(bundle):
    """What the owner of an account signs to take a device into it."""
    name = bundle["account"].encode()
    head = b"Keyhole device" + bytes([len(name)]) + name
    return head + bytes([bundle["device"]]) + bundle["identity_key"]
