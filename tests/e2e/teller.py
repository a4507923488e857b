"""Counts what a user really does: presses with the mouse or finger, and keys."""


class Teller:
    """Works on one page; text that someone types into a field does not count (schermen §3)."""

    def __init__(self, page):
        self.page = page
        self.klikken = 0
        self.toetsen = 0

    def klik(self, doel) -> None:
        doel.click()
        self.klikken += 1

    def tik(self, doel) -> None:
        doel.tap()
        self.klikken += 1

    def kies(self, lijst, keuze: str) -> None:
        """A list that opens costs two presses."""
        lijst.select_option(label=keuze)
        self.klikken += 2

    def toets(self, *toetsen: str) -> None:
        for toets in toetsen:
            self.page.keyboard.press(toets)
            self.toetsen += 1

    def schrijf(self, tekst: str) -> None:
        """Prose, a name or a number in a field: not counted."""
        self.page.keyboard.type(tekst)

    def tab_naar(self, doel, hooguit: int = 40) -> None:
        """Press Tab until this element has the focus; every press counts."""
        for _ in range(hooguit):
            self.toets("Tab")
            if doel.evaluate("el => el === document.activeElement"):
                return
        raise AssertionError(f"met {hooguit} keer Tab niet bereikt: {doel}")


def zoekveld(page):
    return page.get_by_label("Zoek persoon, werkgever of factuur")
