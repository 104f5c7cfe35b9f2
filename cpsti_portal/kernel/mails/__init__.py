"""E-mails of any house: what one says (``writing``), how far it got (``models``), how it leaves at most once (``services``)."""
