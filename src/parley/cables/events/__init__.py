"""What is done with cables, told as events that are signed one by one."""
