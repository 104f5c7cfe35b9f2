"""The letter engine: which letter, with which mentions, rendered how. Pure: imports no model."""
