"""E-mails of any house: what they say (``writing``), how far they got (``models``), how they leave (``services``)."""
