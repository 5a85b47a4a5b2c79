"""What is authorised as of a time: orders, trades, fallbacks, and the checks of what was done."""
