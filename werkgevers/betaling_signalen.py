"""Signalen van de financiële administratie: facturen die een brief vragen, en betalingen zonder factuur."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import Count, Min, Sum
from django.urls import reverse

from kern.beleid import waarden
from kern.models import Gemeente, Rolvervulling
from kern.opmaak import bedrag
from kern.permissions import Recht, rollen_met
from kern.registers import Signaal, Signaalsoort
from werkgevers.models import Betaling, Factuur
from werkgevers.queries.openstaand import met_laatste_brief, openstaand

NORM = "aanmaning.herinnering_dagen"


def _eigenaar_per_gemeente(gemeenten, peildatum, eigenaar_ids, recht) -> dict[int, int | None]:
    """Who of these colleagues does this work, per gemeente. One signal a gemeente is enough."""
    if eigenaar_ids is None:
        return dict.fromkeys(gemeenten)
    rollen = Rolvervulling.objects.op(peildatum).filter(
        gebruiker_id__in=eigenaar_ids, rol__in=rollen_met(recht)
    )
    rollen = rollen.filter(gemeente_id__in=gemeenten).order_by("gebruiker_id")
    gevonden: dict[int, int | None] = {}
    for gemeente, gebruiker in rollen.values_list("gemeente_id", "gebruiker_id"):
        gevonden.setdefault(gemeente, gebruiker)
    return gevonden


def facturen_te_laat(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Facturen die langer te laat zijn dan de termijn en nog geen brief kregen (RH-149)."""
    termijnen = {g: o for (g, _), o in waarden([NORM], gemeenten, peildatum).items() if o}
    eigenaren = _eigenaar_per_gemeente(termijnen, peildatum, eigenaar_ids, Recht.INVORDEREN)
    if not eigenaren:
        return
    kortste = min(int(termijnen[g].waarde) for g in eigenaren)
    te_laat = Factuur.objects.filter(
        gemeente__in=eigenaren, vervaldatum__lte=peildatum - timedelta(days=kortste)
    )
    rijen = met_laatste_brief(openstaand(te_laat)).filter(brief=None)
    per_gemeente: dict[int, list] = {}
    for gemeente, vervaldatum, open_ in rijen.values_list("gemeente_id", "vervaldatum", "open"):
        if (peildatum - vervaldatum).days >= int(termijnen[gemeente].waarde):
            per_gemeente.setdefault(gemeente, []).append((vervaldatum, open_))
    namen = dict(Gemeente.objects.filter(pk__in=per_gemeente).values_list("pk", "naam"))
    for gemeente, rij in sorted(per_gemeente.items()):
        norm = termijnen[gemeente]
        oudste = min(dag for dag, _ in rij)
        wat = "1 factuur is" if len(rij) == 1 else f"{len(rij)} facturen zijn"
        yield Signaal(
            soort="factuur.te_laat", sleutel=f"facturen-te-laat-{gemeente}!{peildatum:%G-%V}", niveau="let_op",
            reden=f"{wat} te laat zonder herinnering, samen {bedrag(sum(open_ for _, open_ in rij))}",
            onderwerp=namen[gemeente], onderwerp_url=reverse("werkgevers:openstaand"),
            actie="Stel een aanmaanronde voor", actie_url=reverse("werkgevers:aanmaanrondes"), gemeente_id=gemeente,
            eigenaar_id=eigenaren[gemeente], vanaf=oudste + timedelta(days=int(norm.waarde)),
            norm=f"Herinnering na {int(norm.waarde)} dagen te laat", norm_versie=norm.versie,
        )  # fmt: skip


def betalingen_zonder_factuur(
    gemeenten: Collection[int], peildatum: date, eigenaar_ids: Collection[int] | None = None
) -> Iterator[Signaal]:
    """Regels van de bank waarvan nog niet alles bij een factuur hoort."""
    eigenaren = _eigenaar_per_gemeente(gemeenten, peildatum, eigenaar_ids, Recht.BETALING_VERWERKEN)
    if not eigenaren:
        return
    rijen = Betaling.objects.te_doen().filter(gemeente__in=eigenaren).order_by()
    som = rijen.values("gemeente", "gemeente__naam").annotate(
        n=Count("pk"), oudste=Min("datum"), bij=Sum("bedrag")
    )
    for rij in som.order_by("gemeente"):
        wat = "1 betaling hoort" if rij["n"] == 1 else f"{rij['n']} betalingen horen"
        yield Signaal(
            soort="betaling.zonder_factuur", sleutel=f"betalingen-{rij['gemeente']}!{peildatum:%G-%V}", niveau="let_op",
            reden=f"{wat} nog niet helemaal bij een factuur, samen {bedrag(rij['bij'])}", onderwerp=rij["gemeente__naam"],
            onderwerp_url=f"{reverse('werkgevers:betalingen')}?stand=te_doen", actie="Boek de betalingen",
            actie_url=reverse("werkgevers:betaling-volgende"), gemeente_id=rij["gemeente"],
            eigenaar_id=eigenaren[rij["gemeente"]], vanaf=rij["oudste"],
        )  # fmt: skip


SIGNALEN = (
    Signaalsoort(
        code="factuur.te_laat",
        naam="Facturen te laat",
        niveau="let_op",
        recht=Recht.INVORDEREN,
        vind=facturen_te_laat,
        uitleg="Facturen zijn langer te laat dan de termijn en kregen nog geen herinnering.",
        normen=(NORM,),
        per_dossier=False,
    ),
    Signaalsoort(
        code="betaling.zonder_factuur",
        naam="Betalingen zonder factuur",
        niveau="let_op",
        recht=Recht.BETALING_VERWERKEN,
        vind=betalingen_zonder_factuur,
        uitleg="De bank boekte geld dat nog niet helemaal bij een factuur hoort.",
        per_dossier=False,
    ),
)
