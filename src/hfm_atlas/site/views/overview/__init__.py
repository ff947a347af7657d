"""What pages over many entries show."""
