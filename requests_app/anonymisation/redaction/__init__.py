"""The redaction engine: proposes what to mask in a free text before a board reads it. A person decides.

Nothing is imported here: a page that shows findings does not pay for the engine that finds them.
"""
