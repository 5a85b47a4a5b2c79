"""What holds when each side acts alone or in coalition: the graph model for conflict resolution."""
