"""Presenters van documenten over een persoon: de overdracht op één pagina."""

from dataclasses import dataclass, field
from datetime import date

from kern.beleid import vooraf_opgezocht
from kern.permissions import Recht
from kern.registers import alleen_dossier, signaalsoorten
from personen.models import Contactmoment, Kenmerk, Ontwikkelplan, Toewijzing

CONTACTEN = 5


@dataclass(frozen=True)
class Overdracht:
    """Wat een opvolger moet weten (schermen, "Overdracht 1 page print"; functies V2)."""

    peildatum: date
    status: str
    regels: list[str]
    let_op: list[dict]
    kenmerken: list[Kenmerk]
    contacten: list[Contactmoment]
    afspraken: list[Contactmoment]
    plannen: list[Ontwikkelplan]
    toewijzingen: list[Toewijzing]
    signalen: list = field(default_factory=list)


def overdracht_van(dossier) -> Overdracht:
    """Verzamel de overdracht van een dossier, met alleen wat deze gebruiker mag zien."""
    persoon = dossier.persoon
    contacten = Contactmoment.objects.filter(persoon=persoon, ingetrokken_op=None).select_related("door")
    kenmerken = Kenmerk.objects.op(dossier.peildatum).filter(persoon=persoon).exclude(soort="let_op")
    kenmerken = kenmerken.leesbaar_voor(dossier.gebruiker, persoon.gemeente_id)
    plannen = Ontwikkelplan.objects.filter(persoon=persoon) if dossier.mag(Recht.PLAN_INZIEN) else []
    open_vervolg = contacten.filter(vervolg_op__isnull=False, vervolg_gedaan_op=None)
    return Overdracht(
        peildatum=dossier.peildatum,
        status=dossier.status,
        regels=dossier.regels,
        let_op=dossier.let_op,
        kenmerken=list(kenmerken.order_by("soort", "-begindatum")),
        contacten=list(contacten[:CONTACTEN]),
        afspraken=list(open_vervolg.order_by("vervolg_op", "pk")[:CONTACTEN]),
        plannen=list(plannen.order_by("-opgesteld_op")[:2]) if plannen != [] else [],
        toewijzingen=list(
            Toewijzing.objects.filter(persoon=persoon).select_related("gebruiker").order_by("-begindatum")[:5]
        ),
        signalen=_signalen(dossier),
    )


def plandocument(weergave) -> dict:
    """Wat er in de pdf van een plan staat; geen BSN en geen interne velden (HT-040, A2/B1)."""
    persoon = weergave.plan.persoon
    return {"weergave": weergave, "plan": weergave.plan, "persoon": persoon, "gemeente": persoon.gemeente}


def _signalen(dossier) -> list:
    """De open signalen van dit dossier, van welke collega ook."""
    persoon = dossier.persoon
    eigenaren = [persoon.contactpersoon_id] if persoon.contactpersoon_id else None
    soorten = signaalsoorten.voor(dossier.gebruiker, persoon.gemeente_id)
    soorten = [soort for soort in soorten if soort.per_dossier]
    gemeenten, gevonden = [persoon.gemeente_id], []
    codes = {code for soort in soorten for code in soort.normen}
    with vooraf_opgezocht(codes, gemeenten, dossier.peildatum), alleen_dossier(persoon.pk):
        for soort in soorten:
            alle = soort.vind(gemeenten, dossier.peildatum, eigenaren)
            gevonden += [signaal for signaal in alle if signaal.dossier_id == persoon.pk]
    return gevonden
