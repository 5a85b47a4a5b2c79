"""How the tables of a server came to be, step by step; `storage` runs what is missing."""
