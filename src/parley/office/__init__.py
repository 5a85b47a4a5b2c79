"""The message office as a server: it stores and forwards sealed parcels that it cannot read."""
