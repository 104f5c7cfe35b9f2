"""The caseworker's pages: the queue, the file, and each act on it."""
