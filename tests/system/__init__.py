"""Whole processes, pages of the docs followed from the top, and the wheel: what the unit suite beside may not start."""
