"""Signalen van formatie: een caseload die te lang te hoog is, en een taak die op te weinig mensen rust."""

from collections.abc import Collection, Iterator
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from formatie.queries.caseload import caseload_op
from formatie.queries.plaatsen import taakbezetting
from formatie.queries.telling import normen_op
from kern import opmaak
from kern.models import Gemeente
from kern.permissions import Recht
from kern.registers import Signaal, Signaalsoort


def te_hoge_caseload(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Collega's die langer dan de termijn boven de grens zitten (RH-140). Zonder grens staat de regel uit.

    Het signaal is voor wie het team leidt: het komt alleen als naar het hele team wordt gekeken.
    """
    if eigenaar_ids is not None:
        return
    for gemeente in Gemeente.objects.filter(pk__in=gemeenten):
        normen = normen_op(gemeente, peildatum)
        grens, weken = normen["formatie.grens_pct"], normen["formatie.grens_weken"]
        if not grens or not weken:
            continue
        for team in caseload_op(gemeente, peildatum, normen):
            for lid in team.leden:
                if lid.weken_te_hoog > weken.waarde:
                    yield _signaal(
                        "formatie.caseload_te_hoog",
                        f"caseload-{gemeente.pk}-{lid.gebruiker_id}",
                        "let_op",
                        f"Caseload is {opmaak.procent(lid.percentage, 0)} van de norm, al {lid.weken_te_hoog} weken",
                        f"{lid.naam} ({team.naam})",
                        "Verdeel dossiers",
                        f"{reverse('formatie:caseload')}?{urlencode({'gemeente': gemeente.code})}",
                        gemeente,
                        grens,
                    )


def weken_te_hoog(gemeenten: Collection[int], peildatum: date) -> dict[int, int]:
    """Per medewerker hoeveel weken op rij hij boven de grens zit, voor de pagina van het team (RH-140)."""
    weken: dict[int, int] = {}
    for gemeente in Gemeente.objects.filter(pk__in=gemeenten):
        for team in caseload_op(gemeente, peildatum, normen_op(gemeente, peildatum)):
            for lid in team.leden:
                if lid.gebruiker_id and lid.weken_te_hoog:
                    weken[lid.gebruiker_id] = max(weken.get(lid.gebruiker_id, 0), lid.weken_te_hoog)
    return weken


def eenmanstaak(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Taken met minder collega's dan het kader vraagt (TW-050). Zonder aantal in het kader staat de regel uit."""
    if eigenaar_ids is not None:
        return
    for gemeente in Gemeente.objects.filter(pk__in=gemeenten):
        minimum = normen_op(gemeente, peildatum)["formatie.min_personen_per_taak"]
        if not minimum:
            continue
        for taak in taakbezetting(gemeente, peildatum, minimum):
            if taak.te_weinig and taak.mensen:
                yield _signaal(
                    "formatie.eenmanstaak",
                    f"taak-{gemeente.pk}-{taak.rol}-{taak.mensen}",
                    "info",
                    f"{taak.mensen} collega met deze taak; er horen er ten minste {taak.minimum} te zijn",
                    str(taak.rol.label),
                    "Regel achtervang",
                    f"{reverse('formatie:overzicht')}?{urlencode({'gemeente': gemeente.code})}",
                    gemeente,
                    minimum,
                )


def _signaal(soort, sleutel, niveau, reden, onderwerp, actie, url, gemeente, norm) -> Signaal:
    return Signaal(
        soort=soort,
        sleutel=sleutel,
        niveau=niveau,
        reden=reden,
        onderwerp=onderwerp,
        onderwerp_url=url,
        actie=actie,
        actie_url=url,
        gemeente_id=gemeente.pk,
        eigenaar_id=None,
        norm=str(norm),
        norm_versie=norm.versie,
    )


CASELOAD = Signaalsoort(
    "formatie.caseload_te_hoog",
    "Caseload te lang te hoog",
    "let_op",
    Recht.TEAM_INZIEN,
    te_hoge_caseload,
    "De caseload van een collega is langer dan de termijn hoger dan de grens boven de norm.",
    per_dossier=False,
    met_eigenaar=False,
)
EENMANSTAAK = Signaalsoort(
    "formatie.eenmanstaak",
    "Taak rust op te weinig mensen",
    "info",
    Recht.FORMATIE_WIJZIGEN,
    eenmanstaak,
    "Minder collega's hebben deze taak dan het beleidskader vraagt.",
    per_dossier=False,
    met_eigenaar=False,
)
