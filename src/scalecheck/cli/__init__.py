"""The command line: parse, call, print, exit. The only part that reads arguments or prints.

One file a command; each imports what it needs when it runs, so that `--version` and `--help` do not pay for the engine.
"""
