"""Tables from outside, read behind a wall; tables to take away, written without a formula."""
