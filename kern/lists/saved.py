"""Saved views: which ones someone may use, with the address that opens them."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from kern.lists.definition import lijsten
from kern.models import Team, Teamlid, Weergave
from kern.permissions import Recht

_WEERGAVEN = """
select w.* from kern_weergave w
where (w.eigenaar_id = %(gebruiker)s
       or w.gedeeld_met_id in (select l.team_id from kern_teamlid l where l.gebruiker_id = %(gebruiker)s
                               and l.begindatum <= %(dag)s and (l.einddatum is null or l.einddatum >= %(dag)s)))
  and (%(lijst)s = '' or w.lijst = %(lijst)s)
order by w.lijst, w.naam, w.id
"""


@dataclass(frozen=True)
class BewaardeWeergave:
    """A saved view as a link."""

    pk: int
    naam: str
    lijst: str
    lijsttitel: str
    url: str
    standaard: bool
    van_mij: bool
    gedeeld: bool


def weergaven_van(gebruiker, lijst: str | None = None, pad: str = "") -> list[BewaardeWeergave]:
    """Own views and those shared with a team one is in today; of one list, or of all (Werkvoorraad).

    `pad`: where the user is, for a list inside a record.
    """
    # Plain SQL: this stands on every list, and building the same question again costs more than the answer.
    rijen = Weergave.objects.raw(
        _WEERGAVEN,
        {"gebruiker": gebruiker.pk, "dag": timezone.localdate(), "lijst": lijst or ""},
    )
    gevonden = []
    for rij in rijen:
        url = weergave_url(rij, pad)
        if url:
            mijn = rij.eigenaar_id == gebruiker.pk
            titel = lijsten[rij.lijst].titel
            gevonden.append(
                BewaardeWeergave(
                    rij.pk,
                    rij.naam,
                    rij.lijst,
                    titel,
                    url,
                    rij.standaard and mijn,
                    mijn,
                    bool(rij.gedeeld_met_id),
                )
            )
    return gevonden


def weergave_url(weergave: Weergave, pad: str = "") -> str:
    """The list's address with the stored filters; empty when the list no longer exists, or is not here."""
    lijst = lijsten.get(weergave.lijst)
    if lijst is None or not lijst.bewaarbaar:
        return ""
    if lijst.route:
        try:
            pad = reverse(lijst.route)
        except NoReverseMatch:
            return ""
    if not pad:
        return ""
    return f"{pad}?{weergave.query}{'&' if weergave.query else ''}weergave={weergave.pk}"


def teams_om_te_delen(gebruiker):
    """Teams someone may share a view with: own teams, and for a teammanager all teams of the gemeente."""
    eigen = Teamlid.objects.op(timezone.localdate()).filter(gebruiker=gebruiker).values("team_id")
    geleid = gebruiker.toegang.gemeenten_met(Recht.TEAM_INZIEN)
    return (
        Team.objects.zichtbaar_voor(gebruiker).filter(Q(pk__in=eigen) | Q(gemeente_id__in=geleid)).distinct()
    )
