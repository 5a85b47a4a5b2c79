"""The keys of posts: kept by a passphrase, opened for a sitting, handed out as cards."""
