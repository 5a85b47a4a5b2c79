"""Two languages side by side: which paragraphs and sentences say the same, and what differs.

Dynamic programming over beads of a few segments each, in the line of Gale and Church (1993) and
hunalign (Varga and others 2005): lengths, then numbers, dates, names and punctuation that both
sides share, then word pairs learnt from the documents themselves.
"""
