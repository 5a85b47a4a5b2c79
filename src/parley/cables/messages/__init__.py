"""What a cable says: drafted, bound by one root, sealed in copies, carried, shown and redacted."""
