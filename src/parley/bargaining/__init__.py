"""What all could accept: the efficient frontier, fair points, trades, and the value of agendas."""
