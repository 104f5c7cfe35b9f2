"""The leak harness: marks somebody everywhere, reads all that a board can receive, looks for the marks.

``forms`` and ``net`` find a mark in bytes, ``layers`` opens files, ``robot`` visits. The tests and « make leaks » share
them.
"""
