"""Two languages side by side: rows for the terminal and the page, and the comparison as data."""
