### What happened at a point, in one sentence each.
### Comes later.

## Computed ids: `note-`

note-connected = The connection stands: phone and provider have shown each other their keys.
note-resent = { $count ->
    [one] 1 request without an answer is encrypted anew and sent again.
   *[other] { NUMBER($count) } requests without an answer are encrypted anew and sent again.
}
note-registered = { $name }’s account and public keys are in the directory.
note-identity-pinned = { $name }’s identity key came from the provider and is trusted on first use. Only the safety number shows whether it is hers or his.
note-session-initiated = A session begins: this phone computed the first secret (X3DH).
note-session-accepted = A session begins: this phone took up what the first message announced (X3DH).
note-message-rejected = Message refused, nothing changed: { $why }
note-frame-rejected = A request could not be read: { $detail }.
note-queued = { $name }’s phone is not connected: the envelope waits.
note-duplicate-ignored = The provider had this envelope already and does not deliver it twice.
note-notice-taken = The public log has a new entry: it is signed, the log has only grown, and the entry is in it.
note-device-added = The app encrypts to one more device as long as that is listed, and shows nothing of it.
note-device-refused = The app refuses one more device, and encrypts nothing to it.
note-device-removed = The app encrypts to that device no more, and shows nothing of it.
note-texts-disappeared = { $count ->
    [one] 1 text has disappeared: its time was over.
   *[other] { NUMBER($count) } texts have disappeared: their time was over.
}
note-numbers-equal = The owners compare their safety numbers: they are the same.
note-numbers-differ = The owners compare their safety numbers: they differ. Each phone’s session is with somebody else’s key.
note-numbers-missing = The owners want to compare their safety numbers: there is none before the first message has come.
note-devices-none = The owner looks at the list of devices: there is only the other phone.
note-devices-listed = { $count ->
    [one] The owner looks at the list of devices: the app also encrypts to one that is not the other phone.
   *[other] The owner looks at the list of devices: the app also encrypts to { NUMBER($count) } that are not the other phone.
}
note-layer-added = The owners have agreed on a key of their own: what they write is sealed under it before the app gets it.
note-app-changed = The owner has changed to another app: new account, new keys, another provider, which the rule does not reach.
note-app-modified = The app was changed: it puts random bytes where the rule wants something for others.
note-leaf-forged = The app has begun a session with a LEAF that it found by trying. The phone’s own chip accepts it.
note-leaf-unfit = The LEAF that the app had found is for another session, and its chip refuses it here. The chip makes one itself.
note-timer-set = What is written from now on disappears after some days.
note-franking-begun = What is written from now on can be reported: a commitment goes along outside.
note-report-true = A report: the provider has relayed this very text. Commitment and stamp fit.
note-report-false = A report that is not true: commitment and stamp do not fit the text.
note-nothing-to-report = There is nothing to report: the message is not here, or was sent without a commitment.
note-list-replaced = The app has a new scanning list. It can’t read this one either.
note-chat-deleted = The owner has deleted the chat on this phone.
note-ordered = An order has come for { $name }’s messages.
note-order-ended = The order has ended: it covers nothing that comes after.
note-interfered-drop = You dropped it here.
note-interfered-flip-bit = You flipped a bit here.
note-interfered-cut = You cut the connection here.
note-interfered-hold = You had the envelope held back.
note-interfered-after-next = You had the envelope wait for the next one.
note-interfered-duplicate = You had the envelope delivered twice.
note-released = The provider hands out the envelope that it held back.
note-replayed = The provider delivers an old envelope once more.
note-nothing-to-replay = There was nothing to replay: the provider has no such envelope.

note-disconnected-record-rejected = Connection ended: a record did not fit its tag or its count (changed, lost, repeated or out of order).
note-disconnected-handshake-rejected = Connection ended: a handshake message was not accepted.
note-disconnected-timed-out = Connection ended: no answer came in time.
note-disconnected-closed-by-peer = Connection ended by the other side.
note-disconnected-cut = Connection ended: the link was cut.
note-disconnected-offline = Connection ended: the phone has no network.

## Why a message was refused. Computed ids: `error-`

error-authentication-failed = its tag does not fit. Something was changed on the way, or another key sealed it.
error-duplicate = it was read before, and its key is deleted.
error-key-dropped = it comes too late; its key made room for newer ones.
error-too-many-skipped = it claims that more than 1,000 messages are missing before it.
error-beyond-chain-end = its number lies after the end of a chain that its sender has closed.
error-truncated = it is shorter than its own tag.
error-malformed-header = its header can’t be read.
error-malformed-content = it opened, but what is in it can’t be read.
error-non-contributory = a key in it is one that gives away the secret (a point of small order).
error-no-session = it belongs to no session that this phone has, and can’t start one.
error-identity-changed = it belongs to a session with another identity key than the one that this phone has of the peer.
error-prekey-header-changed = it names another session start than the first message did.
error-unknown-signed-prekey = it uses a signed prekey that this phone doesn’t have.
error-unknown-one-time-prekey = it uses a one-time prekey that this phone doesn’t have, or no longer.
error-commitment = what is inside does not open the commitment outside: it could not be reported.
error-access-field = what the rule adds to it is missing or false.
error-sealed = its outer seal does not open, or the certificate in it is not good.
error-bundle = the keys that the provider handed out are not signed by the identity key that came with them.
error-other = it could not be opened.
