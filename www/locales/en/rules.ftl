### Choosing a rule, what it changed, and orders. The rules themselves are in regimes.ftl.

rule-label = Regime
rule-choose = Regimes
rule-chosen = { $name } is in force: the same conversation was played again under this rule.
rule-about = About this rule

## What the rule changed on the wire
## Comes later.

rule-wire = On the wire, compared with end-to-end
rule-wire-nothing = Nothing so far: no message is longer, and no packet is added.
rule-wire-message = Message { $number }
rule-wire-messages = Messages { $first }–{ $last }
rule-wire-more = { $count ->
    [one] +1 byte
   *[other] +{ NUMBER($count) } bytes
}
rule-wire-less = { $count ->
    [one] −1 byte
   *[other] −{ NUMBER($count) } bytes
}
rule-wire-new = New: { $fields }.
rule-wire-gone = Gone: { $fields }.
rule-wire-packets = { $count ->
    [one] 1 more packet of { NUMBER($bytes) } bytes: { $kinds }.
   *[other] { NUMBER($count) } more packets, { NUMBER($bytes) } bytes together: { $kinds }.
}
rule-new = new under this rule

## What the provider keeps. Computed ids: `retention-`
## Comes later.

retention = The provider keeps envelopes
retention-until-delivered = until delivered
    .meaning = What is delivered is gone from the provider, but for a line in its log. An order brings out these lines, what still waits, and what comes.
retention-some-days = for three days
    .meaning = An envelope stays for three days, and longer if it still waits. (“What else can happen?” lets days pass.) An order, or a break-in, brings out the last three days.
retention-for-ever = for ever
    .meaning = Every envelope stays with the provider. An order, or a break-in, brings out old ones too.

## About the rule in force
## Comes later.

rule-gain = What an investigator gains
rule-others = Who else could have it
rule-notice = What users could notice
rule-pro = For: its proponents’ best argument
rule-con = Against: its critics’ best reply
rule-case = A real case
rule-sources = Source
rule-no-source = No source yet, so nothing is stated here.

## Orders

order-title = Give an order
order-lead = An order is a lawful authorisation to have somebody’s messages. What it brings out depends on the rule.
order-here = Order…
order-here-this = Order, at the message { $text }
order-target = Whose messages
order-start = Which messages
order-start-here = From this message on
order-start-now = From now on
    .meaning = What is sent after this place in the run
order-releases = What the investigator would have: { $name }
order-so-far = Messages so far
order-so-many = { $what }: { $count } of { $of }
order-next = Next from { $name }
order-tried = Tried just now on a copy of this run, with one more text from each.
order-give = Give the order
order-given = An order for { $name }’s messages is in force.
order-covers = { $what } (under an order)
order-in-force = Orders in force
order-chip = Order for { $name }’s messages since { $time }
    .short = Order: { $name } since { $time }
order-end = End it
order-end-this = End it: { $what }
order-ended = The order has ended.
