### What this point sees: bytes, fields, log.

## The five points. Computed ids: `inspector-at-`
## `.opens` says in one sentence what the point can open.

inspector-at-alice-phone = What Alice’s phone sees
    .opens = It opens everything: it has its link’s transport key and every message’s key.
inspector-at-alice-link = What Alice’s network sees
    .opens = It opens nothing: addresses, sizes and times of sealed records, no names.
inspector-at-provider = What the provider sees
# Once Alice and Bob use another app.
inspector-at-elsewhere = What another provider sees
    .opens = The rule doesn’t reach it. It reads envelopes; the messages stay sealed. The provider in the table sees none of this.
inspector-at-bob-link = What Bob’s network sees
    .opens = It opens nothing: addresses, sizes and times of sealed records, no names.
inspector-at-bob-phone = What Bob’s phone sees
    .opens = It opens everything: it has its link’s transport key and every message’s key.

## How far the provider can read. Said of what has passed it.

inspector-envelopes-none = It reads envelopes. No message has passed yet.
inspector-envelopes-named = It reads envelopes: who, to whom, when, how long.
inspector-envelopes-unnamed = It reads envelopes: to whom, when, how long; not from whom.
inspector-messages-sealed = The messages stay sealed.
inspector-messages-open = And it reads the messages.
inspector-messages-open-some = And it reads some of the messages.
inspector-messages-searched = The messages stay sealed, but not to a search.

inspector-views = Ways to look at it
inspector-bytes = Bytes
inspector-fields = Fields
inspector-log = Log

inspector-empty = Nothing has passed here yet. Send a message from either phone.

## Which capture is shown

inspector-previous = Previous packet at this point
inspector-next = Next packet at this point
inspector-newest = Newest
inspector-capture-number = { NUMBER($number) } / { NUMBER($total) }
inspector-from-phone = from { $name }’s phone
inspector-to-phone = to { $name }’s phone
inspector-from = from { $name }
inspector-to = to { $name }
inspector-show-inside = Show inside
    .own = : the page’s own view
inspector-check = Check
    .with = with your browser’s own cryptography

## What a packet is, as far as the point can tell. Computed ids: `inspector-packet-`

inspector-packet-handshake-1 = Handshake 1 of 3
inspector-packet-handshake-2 = Handshake 2 of 3
inspector-packet-handshake-3 = Handshake 3 of 3
inspector-packet-record = Sealed record
inspector-packet-unopened = Record that doesn’t open
inspector-packet-close = End of the connection
inspector-packet-register = Registration
inspector-packet-upload-prekeys = Prekey upload
inspector-packet-done = Done
inspector-packet-fetch-bundle = Key request
inspector-packet-bundle = Key bundle
inspector-packet-submit = Message to deliver
inspector-packet-accepted = Accepted
inspector-packet-deliver = Message delivered
inspector-packet-acknowledge = Acknowledgement
inspector-packet-receipt = Receipt
inspector-packet-failure = Refusal

## Layers. Computed ids: `inspector-layer-`

inspector-layer-wire = On the wire
    .how = readable for everybody on this link
inspector-layer-record = Inside the record
    .how = opened with the transport key
inspector-layer-message = Inside the message
    .how = opened with the message key

inspector-sealed = { $count ->
    [one] 1 byte sealed to this point
   *[other] { NUMBER($count) } bytes sealed to this point
}
inspector-sealed-with-key = { NUMBER($count) } bytes sealed, and this point has their key
inspector-page-view = Page’s own view: this point cannot open it

## The explanation of a field

inspector-explanation = Explanation
inspector-legend = What the colours mean
inspector-byte-name = byte { $offset }, { $byte }, { $field }
inspector-place-empty = at byte { $offset }, empty
inspector-place-one = byte { $offset }
inspector-place = { $first }–{ $last } · { NUMBER($count) } bytes
inspector-place-byte = byte { $offset }: { $byte } = { $number } = { $bits }
inspector-readers = Who can read it:
inspector-readers-handshake-static = this phone and the provider; to a listener it stays sealed.
inspector-sealed-here = sealed here
inspector-page-view-here = page’s own view

inspector-copy-field = Copy field as hex
inspector-copy-layer = Copy this layer as hex
inspector-copied = Copied
inspector-copy-refused = The browser refused to copy

## Values that are codes. Computed ids: `inspector-value-`
## Comes later.

inspector-value-packet-kind-1 = opens the connection
inspector-value-packet-kind-2 = carries data
inspector-value-packet-kind-3 = closes the connection
inspector-value-envelope-kind-1 = can start a session
inspector-value-envelope-kind-2 = belongs to a session
inspector-value-envelope-kind-3 = a text as it is
inspector-value-envelope-kind-4 = sealed: its sender stands inside
inspector-value-envelope-kind-129 = can start a session; an access field follows
inspector-value-envelope-kind-130 = belongs to a session; an access field follows
inspector-value-envelope-kind-65 = can start a session; a commitment follows
inspector-value-envelope-kind-66 = belongs to a session; a commitment follows
inspector-value-envelope-kind-67 = a text as it is; a commitment follows
inspector-value-envelope-kind-68 = sealed: its sender stands inside; a commitment follows
inspector-value-envelope-kind-193 = can start a session; an access field and a commitment follow
inspector-value-envelope-kind-194 = belongs to a session; an access field and a commitment follow
inspector-value-access-kind-1 = a wrapped message seed
inspector-value-access-kind-2 = a puzzle
inspector-value-access-kind-3 = an abrasion and a puzzle
inspector-value-access-kind-4 = a LEAF with its IV
inspector-value-access-kind-5 = a voucher
inspector-value-access-kind-6 = some bits of a weak key
inspector-value-access-kind-7 = the suite
inspector-value-failure-code-1 = unknown account
inspector-value-failure-code-2 = not registered
inspector-value-failure-code-3 = unreadable
inspector-value-content-kind-1 = text
inspector-value-content-kind-2 = text that can be reported
inspector-value-prekey-one-time-id-0 = none was left

## The log

inspector-log-count = { $count ->
    [0] nothing recorded
    [one] 1 entry
   *[other] { NUMBER($count) } entries
}
inspector-log-empty = Nothing recorded here yet.
inspector-messages-only = Messages only
inspector-link-cannot-tell = A link can’t tell a message from an acknowledgement.
inspector-spoiled = changed or lost

## What one can do here. Computed ids: `tamper-`
## `.link` and `.provider` say what will happen, `.done` what is in force, `.short` the same
## in a word.
## Comes later: `.done`.

inspector-tamper = What one can do at this point
inspector-tamper-not-in-a-phone = Inside a phone there is nothing to tamper with: whoever is here reads and writes as its owner does.
inspector-tamper-envelopes-only = The provider can tamper with envelopes; this packet has none.
inspector-same-exchange = (another packet of this exchange)
inspector-undo-this = Undo this
inspector-undo-what = Undo this: { $what }
inspector-undo-more = +{ $count }
tamper-not-now-in-force = Not now: undo first what is done here.
tamper-not-now-not-kept = Not now: the provider has deleted its copy.

tamper-flip-bit = Flip a bit here
    .at = Byte { $offset }.
    .link = The record no longer fits its tag: the connection ends, the phone reconnects and sends again.
    .provider = The envelope arrives changed. If the phones have bound that bit into the tag, the phone it is for refuses the message.
    .done = A bit is flipped here.
    .short = Bit flipped
tamper-drop = Drop this
    .link = The next record no longer fits the count, or no answer comes: the connection ends, and what was lost is sent again.
    .provider = The provider says that it accepted the message and never delivers it. Nothing tells the sender.
    .done = It is dropped here.
    .short = Dropped
tamper-cut = Cut here
    .link = The connection ends here and now; the phone reconnects and sends again.
    .provider = Only on a link.
    .done = The connection is cut here.
    .short = Cut
tamper-hold = Hold
    .link = Only inside the provider.
    .provider = The provider keeps the envelope until you release it; later messages overtake it.
    .done = It is held back.
    .short = Held
tamper-after-next = Swap with next
    .link = Only inside the provider.
    .provider = The next message for the same phone is delivered first; the phone still opens both.
    .done = It is delivered after the next one.
    .short = Swapped
tamper-duplicate = Deliver twice
    .link = Only inside the provider.
    .provider = The phone gets the same envelope twice; the second time its key is gone, and it is refused.
    .done = It is delivered twice.
    .short = Doubled
tamper-release = Release
    .link = Only inside the provider.
    .provider = The provider delivers the envelope that it held back.
    .done = It was released later.
    .short = Released
tamper-replay = Replay
    .link = Only inside the provider.
    .provider = The provider delivers its copy once more, now; the phone refuses what it has read before.
    .done = It was replayed later.
    .short = Replayed
