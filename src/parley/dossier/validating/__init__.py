"""From trees of YAML to records, with everything that is wrong told at once."""
