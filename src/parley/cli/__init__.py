"""The command line: it parses what was asked, calls the rooms below, and shows what they say."""
