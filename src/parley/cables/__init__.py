"""Messages that can be proved: a log that cannot be rewritten unseen, keys, signatures, seals."""
