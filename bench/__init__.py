"""script/bench: a population of any size, and how fast the pages are with it (docs/snelheid.md)."""
