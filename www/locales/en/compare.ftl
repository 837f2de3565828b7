### The comparison of all rules.
### Comes later.

compare-title = All rules compared
compare-lead = Your conversation under every rule. Each figure is counted from runs of its own; a click on it shows Alice’s and Bob’s.
compare-counting = { NUMBER($count) } of { NUMBER($of) } rules counted …
compare-done = All { NUMBER($count) } rules counted.
compare-progress = Rules counted
compare-columns = Choose columns, and see what they count
compare-rule = Rule
compare-share = { NUMBER($count) } of { NUMBER($of) }
compare-trials = { NUMBER($count) } more at a price
compare-none = none
compare-or-more = { NUMBER($count) } or more
compare-or-others = , or others
compare-shown = The run under the rule “{ $name }” is shown. Undo brings back yours.
compare-csv = CSV
compare-json = JSON
compare-note = The orders are yours; if you gave none, there is one for Alice’s messages in the middle of the conversation. Events of your run happen under every rule. Where an order needs what only the beginning of a session shows (Clipper), one in the middle opens nothing. A column says what it counts, not what is better. Everybody else: one other pair, ten messages; “Everybody else?” counts more.

## The columns. Computed ids: `compare-`
## `.counts` says what is counted.
compare-before = Before the order
    .counts = Messages from before the order that the investigator reads once it is given, whatever else your events give.
compare-after = After the order
    .counts = Messages from after the order that the investigator reads.
compare-layered = With own layer
    .counts = The same, if the owners add a layer of their own right after the order.
compare-readers = Without an order
    .counts = Who reads a message without any order, but for Alice and Bob.
compare-others = Everybody else
    .counts = Other people’s messages that an insider reads: somebody with every key that institutions have held from the beginning, who sees what passes the provider and what it comes to have.
compare-group = Smallest group
    .counts = The fewest, but for Alice and Bob, whose knowledge together gives a message without an order.
compare-metadata = Who with whom
    .counts = Who can tell, read or inferred, who writes to whom, but for Alice and Bob.
compare-fabricate = Could fabricate
    .counts = Who could have made the bytes of a message, so that these alone don’t show who did.
compare-impersonate = Could impersonate
    .counts = Who could write in Alice’s or Bob’s name, without an order, so that the other’s phone shows it.
compare-bytes = More bytes
    .counts = Bytes of a message on both links, more than end-to-end, on average.
compare-evidence = Users notice
    .counts = How many things Alice or Bob could notice on their own phones once there is the order.
