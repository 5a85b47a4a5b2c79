"""What the pages of analysis share: what is analysed, what is changed in it, and its pictures.

`part` finds what may be analysed from where one looks, `changes` reads and makes the changes of
what-if, `worked` works it out once or begins a longer task, and the rest turns what was found into
what a page shows. The numbers are those of `parley frontier`, `stability` and `agenda`.
"""
