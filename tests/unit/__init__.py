"""One module or one rule at a time, as functions: no command line, no process, no network."""
