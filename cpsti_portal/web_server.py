"""How the web server (gunicorn) runs, in the demonstration and in the containers alike.

Three processes of two threads, for two processors. Few connections each: one process does not keep a whole room for
itself while the others are idle.
"""

import gc
from typing import Any

worker_class = "gthread"
workers = 3
threads = 2
worker_connections = 8
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """What was loaded stays until the end: the collector need not walk through it again and again. It comes less often
    than within one page, most of which is then gone by itself."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)
