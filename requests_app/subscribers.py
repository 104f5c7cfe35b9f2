"""Every outbox handler of the identity side, registered by being imported."""
