"""Inlezen van bestanden: lezen, koppelen, proef, inlezen en terugzetten. De soorten staan in <app>/importers.py."""
