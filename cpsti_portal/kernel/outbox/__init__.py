"""After the commit: mail, PDF and the way back from the board are owed here, then done by the worker.

``publish`` inside the transaction of the fact; ``drain`` afterwards, by the worker. A handler runs in one
transaction with the "done" mark: its database work happens exactly once, whatever dies in between.
"""

from cpsti_portal.kernel.outbox.registry import RetryLater, subscriber

__all__ = ["RetryLater", "subscriber"]
