"""Papers received are never kept as they came: each is read whole and written anew, in a process of its own.

``engine.rewrite`` is the door. The worker process knows neither Django nor a secret.
"""
