"""How the web server (gunicorn) runs, in the demonstration and in the containers alike.

Three processes of two threads, for two processors. Few connections each: one process does not keep a whole room for
itself while the others are idle.
"""

from typing import Any

worker_class = "gthread"
workers = 3
threads = 2
worker_connections = 8
control_socket_disable = True

_SHARED_OUT_EVERY = 16


def pre_request(worker: Any, req: Any) -> None:
    """Lasting connections are shared out again, one answer in sixteen: a screen that asks without a pause would stay
    where it fell, in a crowd or almost alone. Whichever process has the least to do takes the next connection first."""
    if worker.nr % _SHARED_OUT_EVERY == _SHARED_OUT_EVERY - 1:
        req.force_close()
