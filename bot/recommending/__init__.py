"""Recommending in a shop that serves: what is known of a shopper, and a recommender that costs no page."""
