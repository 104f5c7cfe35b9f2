"""How the web server (gunicorn) runs, in the demonstration and in the containers alike.

Three processes of two threads, for two processors. Few connections each: one process does not keep a whole room for
itself while the others are idle.
"""

worker_class = "gthread"
workers = 3
threads = 2
worker_connections = 8
control_socket_disable = True
