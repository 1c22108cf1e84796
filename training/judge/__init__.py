"""Judging releases: what one does well, whether it is better than another, and whether it may go live."""
