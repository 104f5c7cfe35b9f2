"""The minutes of a sitting and the control of the State: words, rules and papers. Pure."""
