"""The wall between the board's pages and the identity side, held by PostgreSQL itself.

``rights`` is how a model says what board pages may do with it, ``plan`` gathers it from the registry, ``catalogue``
reads what the database really grants, ``rows`` says which rows of a table are reached, ``services`` makes the database
like the models, ``switch`` says under which role a view runs, ``cursors`` sends the role with the statements, ``gates``
is for every URL of a list.
"""
