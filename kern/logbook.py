"""Schrijven in het logboek: `leg_vast` door acties, `leg_inzage_vast` door pagina's die iets tonen."""

from contextvars import ContextVar

from kern.models import Gebeurtenis, Inzage
from kern.registers import gebeurtenisvolgers

# Set by VerzoekMiddleware; empty in jobs and on the command line.
verzoeknummer: ContextVar[str] = ContextVar("verzoeknummer", default="")


def leg_vast(soort, *, onderwerp, door, omschrijving, gemeente=None, dossier=None, **gegevens) -> Gebeurtenis:
    """Leg een gebeurtenis vast, in de transactie van de actie die haar aanroept.

    `soort` is een vaste code ("persoon.gewijzigd"), `omschrijving` een zin die een collega begrijpt.
    `dossier` is de persoon om wie het gaat (of zijn nummer in de database). Geen BSN in gegevens.
    """
    gebeurtenis = Gebeurtenis.objects.create(
        soort=soort,
        gebruiker=door,
        onderwerp_soort=onderwerp._meta.label_lower,
        onderwerp_id=onderwerp.pk,
        dossier_id=getattr(dossier, "pk", dossier),
        gemeente=gemeente or getattr(onderwerp, "gemeente", None),
        omschrijving=omschrijving[:500],
        gegevens=gegevens,
        verzoek=verzoeknummer.get(),
    )
    _laat_volgen(soort, [(gebeurtenis, onderwerp)])
    return gebeurtenis


def leg_vast_in_bulk(soort, *, door, gemeente, regels) -> None:
    """Zoals `leg_vast`, voor veel onderwerpen tegelijk: `regels` zijn (onderwerp, dossier, omschrijving, gegevens).

    Voor acties op een heel bestand; een import van 20.000 mensen schrijft anders 20.000 losse opdrachten.
    """
    verzoek = verzoeknummer.get()
    regels = list(regels)
    gemaakt = Gebeurtenis.objects.bulk_create(
        (
            Gebeurtenis(
                soort=soort,
                gebruiker=door,
                onderwerp_soort=onderwerp._meta.label_lower,
                onderwerp_id=onderwerp.pk,
                dossier_id=getattr(dossier, "pk", dossier),
                gemeente=gemeente,
                omschrijving=omschrijving[:500],
                gegevens=gegevens,
                verzoek=verzoek,
            )
            for onderwerp, dossier, omschrijving, gegevens in regels
        ),
        batch_size=2000,
    )
    _laat_volgen(soort, [(rij, regel[0]) for rij, regel in zip(gemaakt, regels, strict=True)])


def _laat_volgen(soort: str, wat: list) -> None:
    for volger in gebeurtenisvolgers.alle():
        if soort in volger.soorten and wat:
            volger.volg(wat)


def leg_inzage_vast(
    soort, *, door, pagina, gemeente_id=None, dossier_id=None, reden="", als_vervanger=False, **gegevens
):
    """Leg vast wie welke persoonsgegevens zag; elke weergave is één regel."""
    return Inzage.objects.create(
        soort=soort,
        gebruiker=door,
        dossier_id=dossier_id,
        gemeente_id=gemeente_id,
        pagina=pagina[:200],
        reden=reden[:300],
        als_vervanger=als_vervanger,
        gegevens=gegevens,
        verzoek=verzoeknummer.get(),
    )
