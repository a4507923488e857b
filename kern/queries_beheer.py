"""What the pages of beheer ask of the log: open questions for access, log rows, history of one record."""

import re
from datetime import date, timedelta
from functools import lru_cache

from django.apps import apps
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from kern import opmaak
from kern.models import Gebeurtenis, Gebruiker, Inzage
from kern.permissions import Recht

# Columns that pghistory adds, or that say nothing to a reader.
_NIET_TONEN = re.compile(r"^(pgh_|id$|zoek|sorteernaam$|versie$)")
# Right needed to read the values of a model; without it only "gewijzigd" stands there.
LEESRECHTEN = {
    "personen.contactmoment": Recht.CONTACT_INZIEN,
    "personen.kenmerk": Recht.BIJZONDER_INZIEN,
    "personen.document": Recht.DOCUMENT_INZIEN,
    "personen.ontwikkelplan": Recht.PLAN_INZIEN,
    "personen.loonwaardemeting": Recht.LOONWAARDE_INZIEN,
    "personen.meetopdracht": Recht.LOONWAARDE_INZIEN,
    "reintegratie.loonkostensubsidie": Recht.LKS_INZIEN,
    "personen": Recht.PERSOON_INZIEN,
    "wsw": Recht.WSW_INZIEN,
    "reintegratie": Recht.REINTEGRATIE_INZIEN,
    "werkgevers": Recht.WERKGEVER_INZIEN,
    "kern": Recht.AUDIT_INZIEN,
}

# A line in the log names no value of a characteristic; why guidance ended is about the person.
LOGRECHTEN = LEESRECHTEN | {
    "personen.kenmerk": Recht.KENMERK_INZIEN,
    "personen.dossierperiode": Recht.KENMERK_INZIEN,
}

NIET_GETOOND = "niet getoond"


def leesrecht(label: str) -> Recht | None:
    """Het recht dat nodig is om waarden van dit model ("wsw.indeling") te lezen."""
    return LEESRECHTEN.get(label) or LEESRECHTEN.get(label.split(".")[0])


def logrecht(label: str) -> Recht:
    """Het recht dat nodig is om een regel in het logboek over dit onderwerp te lezen."""
    return LOGRECHTEN.get(label) or LOGRECHTEN.get(label.split(".")[0]) or Recht.AUDIT_INZIEN


def leesbaar_voor(door: Gebruiker) -> Q:
    """Welke regels van het logboek deze lezer mag lezen: eigen regels, en per onderwerp met het recht daarvoor."""
    mag = Q(gebruiker=door) | Q(gemeente=None)
    apart = Q()
    for label, recht in LOGRECHTEN.items():
        waar = Q(gemeente_id__in=door.toegang.gemeenten_met(recht))
        if "." in label:
            mag |= Q(onderwerp_soort=label) & waar
            apart |= Q(onderwerp_soort=label)
        else:
            eigen = [naam for naam in LOGRECHTEN if naam.startswith(f"{label}.")]
            mag |= Q(onderwerp_soort__startswith=f"{label}.") & ~Q(onderwerp_soort__in=eigen) & waar
            apart |= Q(onderwerp_soort__startswith=f"{label}.")
    return mag | (~apart & Q(gemeente_id__in=door.toegang.gemeenten_met(Recht.AUDIT_INZIEN)))


def open_toegangsvragen(door: Gebruiker):
    """De laatste vragen om toegang (dertig dagen) in de gemeenten van deze beheerder."""
    sinds = timezone.now() - timedelta(days=30)
    gemeenten = door.toegang.gemeenten_met(Recht.GEBRUIKER_BEHEREN)
    vragen = Gebeurtenis.objects.filter(
        soort="toegang.gevraagd", tijdstip__gte=sinds, gemeente_id__in=gemeenten
    )
    return vragen.select_related("gebruiker")[:10]


def _met_dossiernummer(queryset):
    """The number of the dossier instead of its key. By name, because kern may not import personen."""
    persoon = apps.get_model("personen", "Persoon")
    nummer = persoon._base_manager.filter(pk=OuterRef("dossier_id")).values("nummer")[:1]
    return queryset.annotate(dossiernummer=Subquery(nummer))


def gebeurtenissen_voor(door: Gebruiker):
    """Gebeurtenissen in gemeenten met het recht; zonder gemeente: alleen over of van zichtbare gebruikers.

    `tekst` is de omschrijving, of "niet getoond" als de lezer niet mag weten wat er staat.
    """
    collegas = Gebruiker.objects.zichtbaar_voor(door).values("pk")
    zonder = Q(gemeente=None) & (
        Q(gebruiker__in=collegas) | Q(onderwerp_soort="kern.gebruiker", onderwerp_id__in=collegas)
    )
    gemeenten = door.toegang.gemeenten_met(Recht.AUDIT_INZIEN)
    rijen = Gebeurtenis.objects.filter(Q(gemeente_id__in=gemeenten) | zonder)
    leesbaar = When(leesbaar_voor(door), then=F("omschrijving"))
    return _met_dossiernummer(rijen.annotate(tekst=Case(leesbaar, default=Value(NIET_GETOOND))))


def inzagen_voor(door: Gebruiker):
    """Inzage in gemeenten met het recht; zonder gemeente: alleen van zichtbare gebruikers."""
    collegas = Gebruiker.objects.zichtbaar_voor(door).values("pk")
    gemeenten = door.toegang.gemeenten_met(Recht.AUDIT_INZIEN)
    waar = Q(gemeente_id__in=gemeenten) | Q(gemeente=None, gebruiker__in=collegas)
    return _met_dossiernummer(Inzage.objects.filter(waar))


# ---- field history of one record -------------------------------------------------------------------
@lru_cache(maxsize=256)
def gebeurtenismodel(label: str):
    """The history table of a model ("personen.persoon"), or None."""
    for model in apps.get_models():
        volgt = getattr(model, "pgh_tracked_model", None)
        if volgt is not None and volgt._meta.label_lower == label:
            return model
    return None


def gemeente_van_rij(rij, diepte: int = 3) -> int | None:
    """De gemeente van een rij: van zichzelf, of van waar hij bij hoort (persoon, team, kader …)."""
    if getattr(rij, "gemeente_id", None):
        return rij.gemeente_id
    if diepte == 0:
        return None
    for veld in rij._meta.concrete_fields:
        doel = veld.related_model
        if doel is None or doel is Gebruiker or veld.name.startswith("pgh_"):
            continue
        namen = {v.name for v in doel._meta.concrete_fields}
        if not namen & {"gemeente", "persoon", "team", "kader", "relatie", "dienstverband", "uitkering"}:
            continue
        boven = doel._base_manager.filter(pk=getattr(rij, veld.attname)).first()
        gevonden = gemeente_van_rij(boven, diepte - 1) if boven else None
        if gevonden:
            return gevonden
    return None


def veldgeschiedenis(label: str, pk: int, *, door: Gebruiker) -> list[dict] | None:
    """Per wijziging: wie, wanneer, welk veld, oud → nieuw; None als dit niet bestaat of niet gezien mag worden."""
    model = gebeurtenismodel(label)
    rijen = (
        list(model._base_manager.filter(pgh_obj_id=pk).order_by("pgh_created_at", "pgh_id")) if model else []
    )
    if not rijen:
        return None
    gemeente = pk if label == "kern.gemeente" else gemeente_van_rij(rijen[-1])
    if gemeente is None or not door.mag(Recht.AUDIT_INZIEN, gemeente):
        return None
    recht = leesrecht(label)
    leesbaar = recht is not None and door.mag(recht, gemeente)
    namen = dict(
        Gebruiker.objects.filter(pk__in={_wie(rij) for rij in rijen} - {None}).values_list("pk", "naam")
    )
    regels, vorige = [], None
    for rij in rijen:
        regels.append(
            {
                "tijdstip": rij.pgh_created_at,
                "wie": namen.get(_wie(rij), "systeem"),
                "soort": {"insert": "toegevoegd", "update": "gewijzigd", "delete": "verwijderd"}[
                    rij.pgh_label
                ],
                "velden": _verschillen(vorige, rij, leesbaar),
            }
        )
        vorige = rij
    return regels[::-1]


def _wie(rij) -> int | None:
    return (getattr(rij, "pgh_context", None) or {}).get("gebruiker")


def _verschillen(oud, nieuw, leesbaar: bool) -> list[tuple[str, str, str]]:
    if nieuw.pgh_label == "delete":
        return []
    regels = []
    for veld in nieuw._meta.concrete_fields:
        if _NIET_TONEN.match(veld.name):
            continue
        was = getattr(oud, veld.attname) if oud is not None else None
        werd = getattr(nieuw, veld.attname)
        if was != werd and (oud is not None or werd not in (None, "", {}, [])):
            naam = str(veld.verbose_name)
            regels.append((naam, _toon(veld.name, was, leesbaar), _toon(veld.name, werd, leesbaar)))
    return regels


def _toon(veld: str, waarde, leesbaar: bool) -> str:
    if waarde in (None, ""):
        return "leeg"
    if veld == "bsn":
        return f"••••••{str(waarde)[-3:]}"
    if not leesbaar:
        return NIET_GETOOND
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    return opmaak.datumtijd(waarde) if isinstance(waarde, date) else str(waarde)[:200]
