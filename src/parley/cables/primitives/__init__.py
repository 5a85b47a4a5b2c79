"""What the message office stands on: one way to write, hash, sign, seal, show and lock."""
