"""The command line in this process: what a command prints where, which files it writes, and its exit code."""
