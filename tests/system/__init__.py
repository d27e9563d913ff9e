"""Whole processes, pages of the docs followed from the top, and the wheel: what no other suite may start."""
