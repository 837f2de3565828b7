### People who are no target.
### Comes later.

people-title = And everybody else?
people-tab-read = What is read of them?
people-lead = Other people use the same provider, under the same rule. Nobody asked for their messages.
people-pairs = Other pairs of phones
people-progress = Pairs counted
people-counting = { NUMBER($count) } of { NUMBER($of) } pairs counted …
people-counted = { NUMBER($count) } pairs counted, { NUMBER($messages) } messages each.
people-sample = A sample: { NUMBER($count) } of { NUMBER($all) } pairs, drawn by the run’s seed.
people-all = Count all { NUMBER($all) }
people-capable = Who else?
people-who-else = Who else? A thief, an insider, a foreign state: whoever gets all the secrets that institutions have held from the beginning, and the provider’s interface from then on, without anybody’s order. Their row is computed as if somebody had both.
people-reads = Reads { NUMBER($messages) } of { NUMBER($all) } messages; something of { NUMBER($people) } of { NUMBER($of) } people.
people-interval = Of all people: { $low } to { $high } % (Wilson’s interval, 95 %).
people-drawn = The first { NUMBER($count) } pairs are drawn; all are counted.
people-note = Each pair runs the same protocols with keys of its own; provider and institutions hold the same secrets. What happens to everybody happens to them: a stolen key, an entered interface, a swapped list, days. Orders, seizures, programs and listened-in links strike nobody here. Simplified: every pair writes as often as every other, and their phones have one one-time prekey each.
