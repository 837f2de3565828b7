### The path between the phones, the tap, and what the points are called.

stage-path = The path of a message
stage-tap = Tap

## The five points. Computed ids: `point-`
## `.sees` is what stands there, in a word or two; `.meaning` is read aloud with the name.

point-alice-phone = Alice’s phone
    .short = Alice
    .sees = text and keys
    .meaning = sees the text and holds the keys
point-alice-link = Alice’s link
    .short = Link
    .sees = sealed records
    .meaning = sees addresses, sizes and times of sealed records
point-provider = Provider
    .short = Provider
    .sees = envelopes
    .meaning = sees who writes to whom, when, and how much; not the text
# Once Alice and Bob use another app.
point-elsewhere = Another provider
    .short = Other
point-bob-link = Bob’s link
    .short = Link
    .sees = sealed records
    .meaning = sees addresses, sizes and times of sealed records
point-bob-phone = Bob’s phone
    .short = Bob
    .sees = text and keys
    .meaning = sees the text and holds the keys

stage-at = { $name }: { $sees }

## What can be done to the link on which the tap stands

stage-cut = Cut this link
stage-offline = Take { $name } offline
stage-online = Bring { $name } online

## Packets

stage-packet = { $what } on { $link }, { $bytes }

## Playback

play-bar = Playback
play-play = Play
play-pause = Pause
play-step = Step: next packet
play-step-back = Step back
play-next = Next action
play-previous = Previous action
play-speed = Speed
play-actions = What happens in this run

play-at-start = Before the first action
play-message = Message { $number } of { $total }
play-action = Action { $number } of { $total }
play-packet = packet { $number }: { $what }
play-waiting = waiting for an answer
play-insert-hint = What you send now goes in here; what comes later stays.
play-paused-hint = Paused: a message stops at every packet.
play-remove = Remove
play-remove-this = Remove: { $what }
play-working = Replaying…
play-earlier = { $count } earlier
play-later = { $count } later

## What an action is called. Computed ids: `action-`

action-join = { $name } joins
action-send = { $name }: { $text }
action-go-offline = { $name } goes offline
action-go-online = { $name } comes online
action-release = The provider releases an envelope
action-replay = The provider replays an envelope
action-cut = { $name }’s link is cut
action-order = An order for { $name }’s messages
action-end-order = The order ends
## Computed ids: `action-interfere-`
action-interfere-drop = Drop at { $point }
action-interfere-flip-bit = Flip a bit at { $point }
action-interfere-cut = Cut { $point }
action-interfere-hold = Hold at { $point }
action-interfere-after-next = Reorder at { $point }
action-interfere-duplicate = Duplicate at { $point }

## What a first visit finds on the wire

stage-opening-1 = Dinner at ours on Thursday?
stage-opening-2 = Yes, with pleasure! Shall I bring a cake?
stage-opening-3 = Please do!

## Packets that carry no request. Computed ids: `traffic-`

traffic-handshake-1 = Handshake 1 of 3
traffic-handshake-2 = Handshake 2 of 3
traffic-handshake-3 = Handshake 3 of 3
traffic-close = Close
