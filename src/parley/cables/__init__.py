"""Messages that can be proved: a log that cannot be rewritten unseen, keys, signatures, seals.

From below: `primitives` write, hash, sign and seal; `events` are what a log is made of; `keys` are
kept, and the `ledger` holds the log; `custody` tells who may do what with which copy; `messages`
are what cables say; `verifying` sees that a log is what it was. Above them are the office on disk,
who sits there (`clerk`), what needs somebody (`attention`), and the `steps` that a post takes.
"""
