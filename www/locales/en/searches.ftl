### Searches that really run.
### Comes later.

search-title = Search for it
search-start = Start the search
search-exercise = An exercise with { $bits } bits
search-told = An exercise: the page has told all bits but { $bits }, so that the search comes to its end. What it finds is in nobody’s hands.
search-pause = Pause
search-resume = Go on
search-cancel = Cancel
search-close = Close
search-progress = Progress of the search

## What is tried. Computed ids: `search-task-`

search-task-export = Every key of 40 secret bits is tried, one after the other, in this browser.
    .exact = A trial is one key schedule and one block of AES-128: the first bytes of a text are known (its kind and its length). A hit is confirmed by the tag, under the identity keys of both people.
search-task-reduced = Every key that is possible is tried, one after the other, in this browser.
    .exact = A trial is one HKDF-SHA256 and one tag of AES-256-GCM. Whoever knows some bits of the key begins where they point, and tries the others only.
search-task-logarithm = First the session’s entry price is paid, once for all its messages.
    .exact = A discrete logarithm by Pollard’s rho (1978), as Brent walks it (1980). It is one walk, so it can’t be divided among workers; how many steps it takes is known on average only. What it finds is written down as an action, and the search for this message’s own puzzle goes on.
search-task-puzzle = The entry price is paid; now this message’s own puzzle is searched.
    .exact = A trial is one SHA-256. A hit gives a seed, and the message’s tag says whether it is the right one. The next message is a puzzle of its own.

## How it stands
search-workers = { $count ->
    [one] Running in 1 worker, beside the page.
   *[other] Running in { NUMBER($count) } workers, beside the page.
}
search-slices = Running on the page itself, in slices: this browser gives it no workers.
search-left-alone = Running on the page itself, in slices: its workers crashed too often.
search-paused = Paused.
search-exhausted = Everything was tried, and nothing opens the message.
search-found = Found after { NUMBER($count) } trials.
search-crashed = { $count ->
    [one] A worker crashed and was started again; what it was trying is tried once more.
   *[other] Workers crashed { NUMBER($count) } times; what they were trying is tried once more.
}
search-tried = Tried
search-of = { NUMBER($count) } of 2 to the power of { $bits }
search-steps = { NUMBER($count) } steps
search-key = Found
search-rate = Rate
search-per-second = { NUMBER($count) } a second
search-left = Left, on average
search-time = { $unit ->
    [years] about { NUMBER($count) } years
    [days] about { NUMBER($count) } days
    [hours] about { NUMBER($count) } hours
    [minutes] about { NUMBER($count) } minutes
   *[other] about { NUMBER($count) } seconds
}
search-cost = Cost, on average
search-money = about { NUMBER($count) } US dollars
search-money-less = less than a US dollar
search-extrapolated = Tried and rate are measured here. Time and cost are extrapolated from them: half of all keys at this rate.
search-price = A core-hour, in US cents
    .assumed = An assumption of November 2026, yours to change.

## The search for a false LEAF
forge-runs = { $name }’s app asks its own chip about one LEAF after the other.
forge-tried = { NUMBER($count) } tried, { NUMBER($rate) } a second. { NUMBER($expected) } are to be expected.
forge-left = Left, on average: { $time }. That stays so, however many were tried.
forge-found = Found after { NUMBER($count) } tries. { $name }’s app begins a session with this LEAF, and sends in it from then on:
forge-none = { $name }’s phone got no keys for a new session, so there is nothing to look for.

## What the action is called. Computed ids: `action-`
action-search = { $who } finds a key by searching
action-search-entry = { $who } pays a session’s entry price by searching
