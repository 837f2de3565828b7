### The keys of a phone, step by step.
### Comes later.

ratchet-title = The keys on { $name }’s phone
ratchet-lead = Every message has a key of its own. A ratchet makes them, one after the other, and the phone deletes each key once it is used.
ratchet-show-keys = Show keys
ratchet-hide-keys = Hide keys
ratchet-demo = These are the page’s demo keys. They protect nothing, so it can show them.
ratchet-now = What { $name }’s phone holds now
ratchet-past = Which step made which key
ratchet-past-note = Newest first. A struck-through key is deleted on this phone; the page remembers it for teaching.
ratchet-nothing = No session yet, so nothing was computed.
ratchet-more = { $count ->
    [one] Show 1 more
   *[other] Show { NUMBER($count) } more
}
ratchet-selected = the message shown
ratchet-hidden = hidden
ratchet-gives = gives
ratchet-copy = Copy { $what } as hex

ratchet-identity = Identity
ratchet-safety = Compare safety numbers
ratchet-prekeys = { $count ->
    [0] No one-time prekeys are left.
    [one] 1 one-time prekey waits at the provider or is on its way.
   *[other] { NUMBER($count) } one-time prekeys are unused.
}
ratchet-session = Session
ratchet-no-session = No session with the other phone yet.
ratchet-initiator = This phone began the session.
ratchet-responder = The other phone began the session.
ratchet-sending = Chain for sending
ratchet-sent = { $count ->
    [one] 1 message sealed in this chain; { NUMBER($previous) } in the one before.
   *[other] { NUMBER($count) } messages sealed in this chain; { NUMBER($previous) } in the one before.
}
ratchet-receiving = Chain for receiving
ratchet-next = Expects message { NUMBER($number) } next.
ratchet-no-chain = None before the first message is read.
ratchet-skipped = Keys of messages that haven’t come yet
ratchet-no-skipped = None: nothing is missing.
ratchet-skipped-number = Message { NUMBER($number) }

## Keys. Computed ids: `ratchet-key-`

ratchet-key-identity-public = Identity key (public)
ratchet-key-own-identity-key = Identity key (private)
ratchet-key-own-signed-prekey = Own signed prekey (private)
ratchet-key-own-one-time-prekey = Own one-time prekey (private)
ratchet-key-own-base-key = Own base key (private)
ratchet-key-their-identity-key = Their identity key
ratchet-key-signed-prekey = Their signed prekey
ratchet-key-one-time-prekey = Their one-time prekey
ratchet-key-base-key = Their base key
ratchet-key-signature = Signature
ratchet-key-dh-output = Shared secret
ratchet-key-root-key = Root key
ratchet-key-chain-key = Chain key
ratchet-key-message-seed = Message seed
ratchet-key-message-key = Message key
ratchet-key-nonce = Nonce
ratchet-key-own-ratchet-key = Own ratchet key (private)
ratchet-key-own-ratchet-public = Own ratchet key (public)
ratchet-key-their-ratchet-key = Their ratchet key

## What became of a key. Computed ids: `ratchet-fate-`

ratchet-fate-deleted = deleted on this phone
ratchet-fate-fleeting = never stored
ratchet-fate-tried = tried, then thrown away

## What a computation came to. Computed ids: `ratchet-turn-`

ratchet-turn-prepared = Session prepared
ratchet-turn-sealed = Message sealed
ratchet-turn-opened = Message opened
ratchet-turn-refused = Message refused: nothing changed

## Steps. Computed ids: `ratchet-step-`

ratchet-step-signature = Signature checked
    .how = The identity key signed this prekey (XEdDSA).
ratchet-step-agreement-1 = First agreement
    .how = DH1: initiator’s identity key with responder’s signed prekey (X25519).
ratchet-step-agreement-2 = Second agreement
    .how = DH2: initiator’s base key with responder’s identity key (X25519).
ratchet-step-agreement-3 = Third agreement
    .how = DH3: initiator’s base key with responder’s signed prekey (X25519).
ratchet-step-agreement-4 = Fourth agreement
    .how = DH4: initiator’s base key with responder’s one-time prekey (X25519).
ratchet-step-x3dh-kdf = First keys of the session
    .how = HKDF-SHA256 over all agreements (X3DH).
ratchet-step-ratchet-start = Ratchet turned: the session’s first sending chain
    .how = X25519, then HKDF-SHA256 with the root key as salt.
ratchet-step-ratchet-theirs = Ratchet turned: they sent a new ratchet key
    .how = X25519, then HKDF-SHA256 with the root key as salt: a new receiving chain.
ratchet-step-ratchet-own = Ratchet turned: a new ratchet key of our own
    .how = X25519, then HKDF-SHA256 with the root key as salt: a new sending chain.
ratchet-step-chain-sending = Sending chain, one step
    .how = HMAC-SHA256 of the chain key: 0x01 gives the seed, 0x02 the next chain key.
ratchet-step-chain-receiving = Receiving chain, one step
    .how = HMAC-SHA256 of the chain key: 0x01 gives the seed, 0x02 the next chain key.
ratchet-step-message-key = Key and nonce of this message
    .how = HKDF-SHA256 of the seed, info “Keyhole AES-256-GCM”.
ratchet-step-seal = Sealed
    .how = AES-256-GCM; both identity keys and the header are bound in.
ratchet-step-open = Opened
    .how = AES-256-GCM: the tag fits.
ratchet-step-open-refused = Refused
    .how = AES-256-GCM: the tag doesn’t fit. The phone keeps none of the keys above.
ratchet-step-skipped-stored = Put aside
    .how = This message hasn’t come yet; its seed waits for it.
ratchet-step-skipped-used = Taken from those put aside
    .how = A late message came, and its seed was there.
ratchet-elsewhere = Also in the hands of { $who }
ratchet-healing = A key that is in other hands too is marked. What comes after it in its chain is theirs as well; after the next turn of both ratchets the keys are the phones’ own again: they come from new ratchet keys that nobody else has.
