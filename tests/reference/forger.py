"""Who could write in another one’s name: messages are forged, and the phones are asked.

Whoever tries has what it knows and the place where it stands, and nothing of the rule that is in
force. A phone is asked on a copy, so that what was tried leaves no trace.
"""

import copy

import keyhole_reference as k
from keyhole_reference import COUNTS, KeyedRng, Refused
from phone import PEER
from readers import place_of, terms_of

TEXT = "Can you call me?"
FORGED = 1 << 63  # stands for an action that nobody has done


class Forger:
    """Some observers, with what they know together at the end of a conversation."""

    def __init__(self, conversation, observers, known):
        self.conversation, self.phones = conversation, conversation.phones
        self.observers, self.known = observers, known

    def names(self):
        """In whose names they could write. Nobody deceives themselves."""
        others = [name for name in PEER if PEER[name] not in self.observers]
        return [name for name in others if self.could_write_as(name)]

    def could_write_as(self, name):
        """A phone writes as it always does. Else it takes the relay: on a link nothing passes
        without the key of a connection, and no observer of a link is handed one."""
        if name in self.observers:
            ways = [("its own phone", self.sent_by_phone(name))]
        elif "provider" in self.observers:
            ways = self.envelopes(name)
        else:
            ways = []
        for way, envelope in ways:
            COUNTS["messages tried in somebody’s name"] += 1
            if self.is_read(name, envelope):
                COUNTS[f"messages taken for their sender’s, with {way}"] += 1
                return True
        return False

    def has_what_it_takes(self, name):
        """The same without a try: what would be needed, and whether it is there."""
        if PEER[name] in self.observers or name in self.observers:
            return PEER[name] not in self.observers
        return "provider" in self.observers and any(self.means(name))

    def means(self, name):
        """One of these: texts are open; the key of whom the reader takes for its peer; a key of
        a whole session; the seed of a message that the reader’s phone has not opened yet."""
        phone, known = self.phones[PEER[name]], self.known
        yield not phone.app.end_to_end
        yield phone.pinned in map(k.public_key, known.private_identities)
        for ratchet in (session.ratchet for session in phone.store.sessions):
            yield ratchet.session_key in known.session_keys
            for place, seeds in known.seeds.items():
                yield awaited(ratchet, place) in seeds

    def is_read(self, name, envelope):
        """Whether the peer’s phone would show what is in it, and as this person’s."""
        phone = copy.copy(self.phones[PEER[name]])
        phone.store = copy.deepcopy(phone.store)
        rng = KeyedRng(phone.seed, phone.name, FORGED, "ratchet")
        try:
            return phone.open(phone.unseal(envelope), rng, []) == TEXT
        except Refused:
            return False

    def sent_by_phone(self, name):
        """What reaches the peer if the person writes."""
        both = self.phones, self.conversation.middle
        phones, middle = copy.deepcopy(both)
        phones[name].send(FORGED, TEXT, self.conversation.now)
        envelope = phones[name].sealed[FORGED]
        if middle is not None:
            middle.relay(FORGED, k.read_envelope(k.Reader(envelope)), None)
            envelope = middle.envelopes[FORGED]
        return k.read_envelope(k.Reader(envelope))

    def envelopes(self, name):
        """Everything that they can put into an envelope with the name on it, and how."""
        yield "an open text", self.envelope(name, "text", k.write_content(TEXT), None)
        for message in self.new_sessions(name):
            yield "an identity key", self.envelope(name, "prekey", message.to_bytes(), None)
        for way, message, access in self.at_places():
            kind = "prekey" if message.prekey else "message"
            yield way, self.envelope(name, kind, message.to_bytes(), access)

    def envelope(self, name, kind, message, access):
        envelope = {"id": FORGED, "from": name, "from_device": 1, "to": PEER[name], "to_device": 1}
        envelope.update(time=self.conversation.now, kind=kind, message=message, access=access)
        return k.read_envelope(k.Reader(k.write_envelope(envelope)))

    def new_sessions(self, name):
        """First messages: with every identity key that they have, and with a fresh one."""
        reader = self.phones[PEER[name]]
        bundle = {**self.conversation.published[reader.name], "one_time_prekeys": []}
        bundle["identity_key"] = k.public_key(reader.identity)
        rng = KeyedRng(self.conversation.seed, "somebody else", FORGED, "new session")
        for private in [*self.known.private_identities, rng.private_key()]:
            store = k.SessionStore(k.Identity(private, {}, {}), terms=reader.store.terms)
            store.initiate(bundle, rng, [])
            yield store.encrypt(k.write_content(TEXT), [])

    def at_places(self):
        """The place of each message that they have, and the next one in its chain, with every
        seed for it; beside it what stood beside the message."""
        for _, body, access in self.known.opened:
            at = body.header
            following = k.Header(at.ratchet_key, at.previous_chain_length, at.message_number + 1)
            for header in (at, following):
                of_messages = self.known.seeds.get(place_of(header.to_bytes()), ())
                for seed in self.known.seeds_at(header.to_bytes()):
                    way = "a message seed" if seed in of_messages else "a session key"
                    for ciphertext in self.sealed(header, seed, access):
                        yield way, k.Message(body.prekey, header, ciphertext), access

    def sealed(self, header, seed, access):
        header = header.to_bytes()
        keys, _ = k.suite_keys(terms_of(access), seed, header)
        for associated_data in self.known.associated_data(header):
            yield k.aes_seal(*keys, k.write_content(TEXT), associated_data)


def awaited(ratchet, place):
    """The seed with which a phone would open a message at a place that it has not used yet."""
    key, number = place
    if place in ratchet.skipped:
        return ratchet.skipped[place]
    chain = copy.copy(ratchet.receiving)
    if chain is None or chain.ratchet_key != key:
        if any(key == closed for closed, _ in ratchet.closed):
            return None
        of = ("receiving", "new-ratchet-key", ratchet.own, key, ratchet.root_key)
        _, chain = ratchet.dh_ratchet(*of, [])
    return ratchet.skip(chain, number + 1, []).get(place)
