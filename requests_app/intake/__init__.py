"""From what a person typed to what was understood, question by question. Pure.

The forms show it, the drafting service stores it, the submission checks it again: one reading for all three.
"""
