"""The journal: ``services.record`` writes, ``services.seal`` chains, ``services.verify`` proves."""
