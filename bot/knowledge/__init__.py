"""What the shop's documents answer, what they do not, and teaching: for the console and the command line."""
