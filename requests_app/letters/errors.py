from cpsti_portal.kernel.errors import DomainError


class LetterError(DomainError):
    """A letter that would be unlawful or untrue is not written. ``code`` names the missing or wrong mention."""
