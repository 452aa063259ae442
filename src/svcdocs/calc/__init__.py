"""The law's and the trade's arithmetic: periods, working days, service windows, money in words."""
