"""Verzonnen gegevens: vier gemeenten of verbanden, met precies de aantallen uit de vier brondocumenten.

The top floor: it only makes import files and calls the actions, like a person at a keyboard would.
Nothing imports this package; production never runs it (settings.DEMO).
"""
