### Words that the whole page shares, and the bar at the top.

app-title = Keyhole
app-promise = Two phones. One wire. Who can read it?

moment = day { NUMBER($day) }, { $time }

app-bytes = { $count ->
    [one] 1 byte
   *[other] { NUMBER($count) } bytes
}

## The two people. Computed ids: `party-`

party-alice = Alice
party-bob = Bob

## The bar at the top

app-tools = Tools
app-start-over = Start over
    .title = Begin again with the first messages, under the same rule
app-started-over = Started over. Undo brings back what was there.
app-undo = Undo
app-redo = Redo
app-real = What is real?
app-help = Help
app-more = More
app-close = Close
app-skip = Skip to the path
app-skip-to-answer = Skip to who can read it

app-theme = Theme
## Computed ids: `app-theme-`
app-theme-system = Same as the system
app-theme-light = Light
app-theme-dark = Dark

## Where the randomness of a run comes from

app-run-fresh = Fresh run
    .short = Fresh
    .meaning = Your browser drew this run’s seed at random. Every key comes from that seed.
app-run-seeded = Seeded run
    .short = Seeded
    .meaning = This run’s seed was given, so its keys and bytes are the same on every machine. They are for teaching and protect nothing.
app-seed = Seed
app-seed-copy = Copy seed
app-seed-copied = Copied
app-seed-refused = The browser refused; select the seed and copy it.
app-seed-note = Whoever has the seed has every key of this run.
app-run-new = New fresh run
app-run-repeat = Repeat with this seed

## Notices

app-notice-restarted = Keyhole crashed and has started again. Your run and your drafts are back.
app-notice-restarted-without-last = Keyhole crashed twice and has started again without the last thing you did. The rest, and your drafts, are back.
app-notice-bad-address = The seed in the address is not 64 hexadecimal digits, so this is a fresh run.
app-notice-unknown-regime = The address names a regime that this page doesn’t know, so this run is end-to-end encrypted.
app-notice-no-randomness = Your browser gave no randomness, so this run has a fixed seed.
app-notice-part-missing = A part of Keyhole could not be loaded: check the connection, and whether a filter blocks .wasm files, then try again.
app-dismiss = Dismiss
