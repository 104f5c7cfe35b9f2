"""A token names a thing without saying anything of it."""

import re

from cpsti_portal.kernel.tokens import draw_token


def test_a_token_is_drawn_at_random_and_says_nothing():
    tokens = {draw_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(re.fullmatch(r"[A-Z2-7]{26}", token) for token in tokens)
