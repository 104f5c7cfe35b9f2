"""A right that waits for its person: invited by the secretariat of a board, taken up by a link that serves once."""
