"""Figures and overviews of kern, by subject."""
