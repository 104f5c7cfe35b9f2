"""From a French postcode to its department. Pure: the rules read it as well as the routing."""

# Postcodes that do not begin with the code of their own territory.
_OWN_TERRITORY = {"97133": "977", "97150": "978"}


def department_of_postcode(postcode: str) -> str:
    """Department code of a French postcode: "97410" → "974", "20167" → "2A", "75011" → "75"."""
    digits = postcode.replace(" ", "")
    if digits in _OWN_TERRITORY:
        return _OWN_TERRITORY[digits]
    if digits.startswith(("97", "98")):
        return digits[:3]
    if digits.startswith("20"):
        return "2A" if digits < "20200" else "2B"
    return digits[:2]
