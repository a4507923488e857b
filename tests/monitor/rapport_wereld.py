"""Wat de tests van het collegerapport delen: bijsturing, teksten, vrijgeven en de PDF als tekst."""

import io
from datetime import date

from pypdf import PdfReader

from kern.actions.afspraken import maak_afspraak
from monitor.rapport_actions import (
    geef_vrij,
    keur_goed,
    vraag_akkoord,
)

PEILDATUM = date(2026, 6, 30)


def stuur_bij(peilmoment, manager, kpi="uitstroom_werk"):
    return maak_afspraak(
        gemeente=peilmoment.gemeente, soort="bijsturing", tekst="Elke maand een werkgeversmarkt", eigenaar=manager,
        rol="teammanager", eerstvolgend=date(2026, 10, 1), kpi=kpi, peildatum=peilmoment.peildatum, door=manager,
    )  # fmt: skip


TEKSTEN = {
    "samenvatting": "Minder mensen gaan aan het werk dan gepland. De ladder gaat vooruit.",
    "uitstroom_werk": "Zes vacatures hebben nog geen kandidaat.",
}


def vrijgegeven(rapport, manager, adviseur):
    return geef_vrij(keur_goed(vraag_akkoord(rapport, door=manager), door=adviseur), door=manager)


def plat(tekst: str) -> str:
    return " ".join(tekst.replace("\u00a0", " ").replace("\u2011", "-").split())


def pdf_tekst(rapport) -> str:
    bladen = PdfReader(io.BytesIO(bytes(rapport.bestand.inhoud))).pages
    return plat("\n".join(blad.extract_text() for blad in bladen))
