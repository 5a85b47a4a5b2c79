"""What every room stands on: times with zones and uncertainty, digests, findings, errors."""

__all__: list[str] = []
