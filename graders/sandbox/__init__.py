"""Where student code runs.

On the trusted side ``run`` keeps a sandbox, ``conversation`` talks to what is in it, ``bubblewrap`` and ``plain`` say how it
is started. Inside, ``template`` is warm and forks, ``namespaces`` separates the forks, ``guest`` runs cells in a ``shell``.
"""
