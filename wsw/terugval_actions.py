"""Elke wijziging van de terugvaloptie: plekken vastleggen, iemand plaatsen, de klok stoppen (RH-122, RH-123)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from kern.beleid import waarde
from kern.controle import controleer
from kern.logbook import leg_vast
from kern.versions import controleer_versie
from personen.models import Persoon
from werkgevers.actions import beeindig_plaatsing, start_plaatsing
from werkgevers.choices import DIENSTVERBANDSOORTEN, Plaatsingssoort, RedenEindePlaatsing
from werkgevers.models import Plaatsing
from wsw.choices import Uitkomst
from wsw.models import Dienstverband, Herplaatsing, Terugvalplek
from wsw.rules import herplaatsen_voor

_VELD = {
    "terugvalplek_einde_na_begin": "einddatum",
    "terugvalplek_een_keer": "naam",
    "terugvalplek_plaatsen": "plaatsen",
    "terugvalplek_oordeel_heeft_dag": "oordeel_op",
    "terugvalplek_geschikt_voldoet": "eisen",
}
VELDEN = (
    "relatie", "naam", "soort", "plaatsen", "begindatum", "einddatum", "oordeel", "oordeel_op", "eisen", "toelichting",
)  # fmt: skip
# A new place of one of these kinds stops the clock (RH-069).
NIEUWE_PLEK = (*DIENSTVERBANDSOORTEN, Plaatsingssoort.REGULIER)


@transaction.atomic
def leg_terugvalplek_vast(gemeente, *, door, **velden) -> Terugvalplek:
    """Een locatie in onderzoek of een afgesproken terugvalplek (RH-029, RH-125)."""
    plek = Terugvalplek(gemeente=gemeente)
    _zet(plek, velden)
    leg_vast(
        "terugvalplek.vastgelegd", onderwerp=plek, door=door,
        omschrijving=f"Terugvalplek {plek}: {plek.plaatsen} plaatsen, {plek.get_oordeel_display()}",
    )  # fmt: skip
    return plek


@transaction.atomic
def wijzig_terugvalplek(plek, *, door, versie=None, **velden) -> Terugvalplek:
    """Wijzig een plek; minder plaatsen dan mensen kan niet, en een bezette plek blijft open."""
    plek = _plek_op_slot(plek)
    controleer_versie(plek, versie)
    plek.versie += 1
    _zet(plek, velden)
    bezet = plek.herplaatsingen.open().count()
    if bezet > plek.plaatsen:
        raise ValidationError({"plaatsen": f"Hier zitten nu {bezet} mensen. Kies {bezet} plaatsen of meer."})
    if plek.einddatum and bezet:
        raise ValidationError({"einddatum": f"Hier zitten nog {bezet} mensen. Zoek voor hen eerst een plek."})
    leg_vast(
        "terugvalplek.gewijzigd", onderwerp=plek, door=door,
        omschrijving=f"Terugvalplek {plek}: {plek.plaatsen} plaatsen, {plek.get_oordeel_display()}",
    )  # fmt: skip
    return plek


def _zet(plek, velden) -> None:
    if onbekend := set(velden) - set(VELDEN):
        raise TypeError(f"onbekend: {', '.join(sorted(onbekend))}")
    for veld, inhoud in velden.items():
        setattr(plek, veld, inhoud)
    plek.eisen = list(plek.eisen)
    controleer(plek, _VELD)
    plek.save()


@transaction.atomic
def zet_op_terugvalplek(persoon, *, vorige, plek, vanaf, reden, door) -> Herplaatsing:
    """De oude plaatsing stopt, dezelfde dag begint de terugvalplek en loopt de klok voor een nieuwe plek (RH-123).

    `vorige` loopt nog: dan is haar laatste dag de dag voor `vanaf`. Is zij al geëindigd, dan telt de klok vanaf
    die laatste dag. De termijn is `kpi.herplaatsing` in maanden; niet vastgesteld: geen uiterste dag.
    """
    persoon = Persoon.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=persoon.pk)
    plek = _plek_op_slot(plek)
    dienstverband = Dienstverband.objects.filter(persoon=persoon).op(vanaf).first()
    if dienstverband is None:
        raise ValidationError({"vanaf": "Op deze dag is er geen Wsw-dienstverband. Kies een andere dag."})
    vorige = Plaatsing.objects.select_for_update(of=("self",)).select_related("relatie").get(pk=vorige.pk)
    _controleer(persoon, vorige, plek, vanaf)
    if vorige.einddatum is None or vorige.einddatum >= vanaf:
        vorige = beeindig_plaatsing_op(vorige, per=vanaf - timedelta(days=1), reden=reden, door=door)
    plaatsing = start_plaatsing(
        persoon, relatie=plek.relatie, soort=plek.soort, begindatum=vanaf, uren_per_week=vorige.uren_per_week,
        werklocatie=plek.naam, door=door,
    )  # fmt: skip
    norm = waarde("kpi.herplaatsing", persoon.gemeente_id, vanaf)
    herplaatsing = Herplaatsing(
        persoon=persoon, dienstverband=dienstverband, vorige=vorige, plek=plek, plaatsing=plaatsing, reden=reden,
        begindatum=vanaf, kaderversie=norm.versie,
        uiterlijk=herplaatsen_voor(vorige.einddatum, int(norm.waarde)) if norm else None,
    )  # fmt: skip
    controleer(herplaatsing)
    herplaatsing.save()
    voor = f", nieuwe plek uiterlijk {herplaatsing.uiterlijk:%d-%m-%Y}" if herplaatsing.uiterlijk else ""
    _log(herplaatsing, "begonnen", door, f"Op terugvalplek {plek} vanaf {vanaf:%d-%m-%Y}{voor}")
    return herplaatsing


def _controleer(persoon, vorige, plek, vanaf) -> None:
    if vorige.persoon_id != persoon.pk:
        raise ValueError("een plaatsing van iemand anders")
    if Herplaatsing.objects.open().filter(persoon=persoon).exists():
        raise ValidationError("Deze persoon zit al op een terugvalplek. Sluit die eerst af.")
    if Herplaatsing.objects.filter(vorige=vorige).exists():
        raise ValidationError("Na deze plaatsing was er al een terugvalplek. Kies de laatste plaatsing.")
    if vanaf <= vorige.begindatum:
        raise ValidationError(
            {"vanaf": f"De plaatsing begon op {vorige.begindatum:%d-%m-%Y}. Kies een latere dag."}
        )
    if plek.gemeente_id != persoon.gemeente_id:
        raise ValidationError({"plek": "Deze plek is van een andere gemeente."})
    if not Terugvalplek.objects.te_gebruiken_op(vanaf).filter(pk=plek.pk).exists():
        raise ValidationError(
            {"plek": "Deze plek is op deze dag niet te gebruiken. Kies een andere plek of dag."}
        )
    bezet = plek.herplaatsingen.open().count()
    if bezet >= plek.plaatsen:
        raise ValidationError(
            {
                "plek": f"Op {plek} is geen plaats vrij: {bezet} van {plek.plaatsen} bezet. Kies een andere plek."
            }
        )


def beeindig_plaatsing_op(plaatsing, *, per, reden, door) -> Plaatsing:
    """Een lopende plaatsing stopt; een al afgesproken latere laatste dag wordt eerder."""
    if plaatsing.einddatum is not None:
        raise ValidationError(
            {"vanaf": f"De plaatsing eindigt op {plaatsing.einddatum:%d-%m-%Y}. Kies een latere dag."}
        )
    return beeindig_plaatsing(plaatsing, per=per, reden=reden, door=door)


@transaction.atomic
def sluit_herplaatsing(herplaatsing, *, per, uitkomst, door, versie=None) -> Herplaatsing:
    """Stop de klok zonder nieuwe plek: iemand blijft hier, of er is een andere reden."""
    herplaatsing = _herplaatsing_op_slot(herplaatsing)
    controleer_versie(herplaatsing, versie)
    if herplaatsing.afgesloten_op:
        raise ValidationError(f"Deze terugval is al afgesloten op {herplaatsing.afgesloten_op:%d-%m-%Y}.")
    if uitkomst == Uitkomst.NIEUWE_PLEK:
        raise ValidationError(
            {"uitkomst": "Begin de nieuwe plaatsing bij Plaatsingen; dan sluit de terugval vanzelf."}
        )
    return _sluit(herplaatsing, per=per, uitkomst=uitkomst, door=door)


def _sluit(herplaatsing, *, per, uitkomst, door, nieuwe=None) -> Herplaatsing:
    herplaatsing.afgesloten_op, herplaatsing.uitkomst, herplaatsing.nieuwe = per, uitkomst, nieuwe
    herplaatsing.versie += 1
    controleer(
        herplaatsing,
        {"herplaatsing_einde_na_begin": "per", "herplaatsing_einde_heeft_uitkomst": "uitkomst"},
    )
    herplaatsing.save()
    _log(
        herplaatsing, "afgesloten", door,
        f"Terugval op {herplaatsing.plek} afgesloten per {per:%d-%m-%Y}: {herplaatsing.get_uitkomst_display()}",
    )  # fmt: skip
    return herplaatsing


def volg_plaatsingen(wat) -> None:
    """Een nieuwe plek, het einde van het dienstverband, of het ongedaan maken daarvan werkt door in de klok."""
    for gebeurtenis, plaatsing in wat:
        _volg_plaatsing(gebeurtenis, plaatsing)


def _volg_plaatsing(gebeurtenis, plaatsing) -> None:
    door = gebeurtenis.gebruiker
    if gebeurtenis.soort == "plaatsing.begonnen":
        _nieuwe_plek(plaatsing, door)
    elif gebeurtenis.soort == "plaatsing.ongedaan":
        _toch_geen_nieuwe_plek(plaatsing, door)
    elif plaatsing.reden_einde == RedenEindePlaatsing.DIENSTVERBAND:
        open_ = Herplaatsing.objects.open().select_for_update(of=("self",)).filter(plaatsing=plaatsing)
        for herplaatsing in open_.select_related("plek", "persoon__gemeente"):
            per = max(plaatsing.einddatum, herplaatsing.begindatum)
            _sluit(herplaatsing, per=per, uitkomst=Uitkomst.DIENSTVERBAND, door=door)


def _nieuwe_plek(plaatsing, door) -> None:
    if plaatsing.soort not in NIEUWE_PLEK:
        return
    open_ = Herplaatsing.objects.open().select_for_update(of=("self",)).filter(persoon=plaatsing.persoon_id)
    herplaatsing = open_.select_related("plek", "plaatsing", "persoon__gemeente").first()
    if herplaatsing is None or plaatsing.begindatum < herplaatsing.begindatum:
        return
    per = max(plaatsing.begindatum - timedelta(days=1), herplaatsing.begindatum)
    if herplaatsing.plaatsing.einddatum is None:
        beeindig_plaatsing(herplaatsing.plaatsing, per=per, reden=RedenEindePlaatsing.ANDERE_PLEK, door=door)
    _sluit(herplaatsing, per=per, uitkomst=Uitkomst.NIEUWE_PLEK, door=door, nieuwe=plaatsing)


def _toch_geen_nieuwe_plek(plaatsing, door) -> None:
    """The new place is taken back: the clock runs again, and so does the place one came from."""
    rijen = Herplaatsing.objects.select_for_update(of=("self",)).filter(nieuwe=plaatsing)
    herplaatsing = rijen.select_related("plek", "persoon__gemeente").first()
    if herplaatsing is None:
        return
    herplaatsing.afgesloten_op, herplaatsing.uitkomst, herplaatsing.nieuwe = None, "", None
    herplaatsing.versie += 1
    controleer(herplaatsing)
    herplaatsing.save()
    terug = Plaatsing.objects.select_for_update(of=("self",)).get(pk=herplaatsing.plaatsing_id)
    if terug.reden_einde == RedenEindePlaatsing.ANDERE_PLEK:
        terug.einddatum, terug.reden_einde = None, ""
        terug.versie += 1
        controleer(terug)
        terug.save(update_fields=["einddatum", "reden_einde", "versie"])
    _log(herplaatsing, "heropend", door, f"Terugval op {herplaatsing.plek} loopt weer")


def _plek_op_slot(plek) -> Terugvalplek:
    rijen = Terugvalplek.objects.select_for_update(of=("self",)).select_related("gemeente", "relatie")
    return rijen.get(pk=plek.pk)


def _herplaatsing_op_slot(herplaatsing) -> Herplaatsing:
    rijen = Herplaatsing.objects.select_for_update(of=("self",)).select_related("plek", "persoon__gemeente")
    return rijen.get(pk=herplaatsing.pk)


def _log(herplaatsing, wat, door, omschrijving) -> None:
    leg_vast(
        f"terugval.{wat}", onderwerp=herplaatsing, door=door, gemeente=herplaatsing.persoon.gemeente,
        dossier=herplaatsing.persoon_id, omschrijving=omschrijving,
    )  # fmt: skip
