"""base IS production and safe; dev and test only loosen it."""
