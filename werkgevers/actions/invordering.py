"""Elke wijziging bij het invorderen: afspraken, aanmaanrondes en afboeken met vier ogen."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kern.controle import controleer
from kern.jobs import start_taak
from kern.logbook import leg_vast
from kern.models import Gemeente
from werkgevers.choices import (
    Aanmaningsoort,
    Factuursoort,
    Incassoafspraaksoort,
    Rondestatus,
    Voorstelstatus,
)
from werkgevers.documents.aanmaning import brief_gegevens, brief_pdf, bundel
from werkgevers.models import Aanmaanronde, Aanmaning, Aanmaningregel, Afboeking, Factuur, Incassoafspraak
from werkgevers.queries.invordering import Brief, is_particulier, voorgestelde_brieven
from werkgevers.queries.openstaand import met_afspraak, open_per_pk

TAAK_AANMANEN = "aanmaanronde"


# ---- agreements with a debtor --------------------------------------------------------------------------------
@transaction.atomic
def maak_incassoafspraak(
    *,
    gemeente,
    relatie,
    soort,
    begindatum,
    reden,
    door,
    einddatum=None,
    factuur=None,
    termijnen=None,
    termijnbedrag=None,
) -> Incassoafspraak:
    """Leg uitstel, een regeling of een blokkade vast: zolang zij loopt gaat er geen aanmaning."""
    if factuur and (factuur.relatie_id != relatie.pk or factuur.gemeente_id != gemeente.pk):
        raise ValidationError("Deze factuur is van een andere werkgever.")
    afspraak = Incassoafspraak(
        gemeente=gemeente, relatie=relatie, factuur=factuur, soort=soort, begindatum=begindatum, einddatum=einddatum,
        reden=reden.strip(), gemaakt_door=door,
    )  # fmt: skip
    if soort == Incassoafspraaksoort.REGELING:
        afspraak.termijnen, afspraak.termijnbedrag = termijnen, termijnbedrag
    velden = {
        "incassoafspraak_einde_na_begin": "einddatum", "incassoafspraak_reden": "reden",
        "incassoafspraak_uitstel_heeft_einde": "einddatum", "incassoafspraak_regeling_heeft_termijnen": "termijnen",
    }  # fmt: skip
    controleer(afspraak, velden)
    afspraak.save()
    leg_vast(
        "incassoafspraak.gemaakt", onderwerp=factuur or relatie, gemeente=gemeente, door=door,
        omschrijving=f"{afspraak.get_soort_display().capitalize()} vanaf {begindatum:%d-%m-%Y}: {reden}",
    )  # fmt: skip
    return afspraak


@transaction.atomic
def beeindig_incassoafspraak(afspraak: Incassoafspraak, *, per, door) -> Incassoafspraak:
    """Zet de laatste dag; daarna kan er weer worden aangemaand."""
    afspraak = Incassoafspraak.objects.select_for_update(of=("self",)).get(pk=afspraak.pk)
    if afspraak.einddatum and afspraak.einddatum <= per:
        raise ValidationError(f"Deze afspraak eindigt al op {afspraak.einddatum:%d-%m-%Y}.")
    afspraak.einddatum = max(per, afspraak.begindatum)
    controleer(afspraak)
    afspraak.save(update_fields=["einddatum"])
    leg_vast(
        "incassoafspraak.beeindigd", onderwerp=afspraak.relatie, gemeente=afspraak.gemeente, door=door,
        omschrijving=f"{afspraak.get_soort_display().capitalize()} beëindigd, laatste dag {afspraak.einddatum:%d-%m-%Y}",
    )  # fmt: skip
    return afspraak


# ---- a round of letters ---------------------------------------------------------------------------------------
@transaction.atomic
def stel_aanmaanronde_op(gemeente: Gemeente, *, peildatum, door) -> Aanmaanronde:
    """Maak het voorstel: per werkgever de brief die nu aan de beurt is. Er gaat nog niets weg."""
    Gemeente.objects.select_for_update().get(pk=gemeente.pk)
    if peildatum > timezone.localdate():
        raise ValidationError({"peildatum": "Deze dag is nog niet geweest. Kies vandaag of eerder."})
    laatste = Aanmaanronde.objects.filter(gemeente=gemeente, status=Rondestatus.DEFINITIEF).first()
    if laatste and peildatum < laatste.peildatum:
        raise ValidationError(
            {"peildatum": f"De vorige ronde is van {laatste.peildatum:%d-%m-%Y}. Kies een latere dag."}
        )
    voorstel = voorgestelde_brieven(gemeente, peildatum)
    if "aanmaning.herinnering_dagen" in voorstel.ontbreekt or "aanmaning.termijn_dagen" in voorstel.ontbreekt:
        raise ValidationError(
            "De termijnen voor herinneringen zijn niet vastgesteld. Laat ze eerst vaststellen in het beleidskader."
        )
    if not voorstel.brieven:
        raise ValidationError("Er is op deze dag niets aan te manen.")
    ronde = Aanmaanronde(gemeente=gemeente, peildatum=peildatum, gemaakt_door=door)
    controleer(ronde)
    ronde.save()
    for brief in voorstel.brieven:
        _bewaar_brief(ronde, brief)
    leg_vast(
        "aanmaanronde.opgesteld", onderwerp=ronde, gemeente=gemeente, door=door,
        omschrijving=f"Aanmaanronde {peildatum:%d-%m-%Y} voorgesteld: {len(voorstel.brieven)} brieven",
    )  # fmt: skip
    return ronde


def _bewaar_brief(ronde: Aanmaanronde, brief: Brief) -> Aanmaning:
    rekent = brief.soort == Aanmaningsoort.AANMANING
    aanmaning = Aanmaning(
        ronde=ronde, gemeente=ronde.gemeente, relatie=brief.relatie, soort=brief.soort, datum=ronde.peildatum,
        uiterste_datum=brief.uiterste_datum, hoofdsom=brief.hoofdsom,
        kosten=brief.kosten.bedrag if rekent else 0, rente=brief.rente,
        gegevens={
            "kosten": brief.kosten.als_json(), "normen": list(dict.fromkeys(brief.versies)),
            "particulier": is_particulier(brief.relatie),
        },
    )  # fmt: skip
    controleer(aanmaning)
    aanmaning.save()
    regels = [
        Aanmaningregel(
            aanmaning=aanmaning,
            factuur=regel.factuur,
            open=regel.open,
            rente=regel.rente.bedrag,
            rekening=regel.rente.als_json(),
        )
        for regel in brief.regels
    ]
    for regel in regels:
        regel.clean_fields()
    Aanmaningregel.objects.bulk_create(regels)
    return aanmaning


@transaction.atomic
def sla_brief_over(aanmaning: Aanmaning, *, reden, door) -> Aanmaning:
    """Deze brief gaat niet mee; de reden staat erbij."""
    aanmaning = _concept(aanmaning)
    aanmaning.overgeslagen, aanmaning.reden_overslaan = True, reden.strip()
    controleer(aanmaning, {"aanmaning_overslaan_heeft_reden": "reden"})
    aanmaning.save(update_fields=["overgeslagen", "reden_overslaan"])
    leg_vast(
        "aanmaning.overgeslagen", onderwerp=aanmaning, gemeente=aanmaning.gemeente, door=door,
        omschrijving=f"Brief aan {aanmaning.relatie.nummer} overgeslagen: {reden}",
    )  # fmt: skip
    return aanmaning


@transaction.atomic
def neem_brief_mee(aanmaning: Aanmaning, *, door) -> Aanmaning:
    """Een overgeslagen brief gaat toch mee."""
    aanmaning = _concept(aanmaning)
    aanmaning.overgeslagen, aanmaning.reden_overslaan = False, ""
    controleer(aanmaning)
    aanmaning.save(update_fields=["overgeslagen", "reden_overslaan"])
    leg_vast(
        "aanmaning.meegenomen", onderwerp=aanmaning, gemeente=aanmaning.gemeente, door=door,
        omschrijving=f"Brief aan {aanmaning.relatie.nummer} gaat weer mee",
    )  # fmt: skip
    return aanmaning


def _concept(aanmaning: Aanmaning) -> Aanmaning:
    # The round first: while its letters are being made, nobody takes one out.
    Aanmaanronde.objects.select_for_update(of=("self",)).get(pk=aanmaning.ronde_id)
    rij = (
        Aanmaning.objects.select_for_update(of=("self",))
        .select_related("ronde", "relatie", "gemeente")
        .get(pk=aanmaning.pk)
    )
    if rij.ronde.status != Rondestatus.CONCEPT:
        raise ValidationError("Deze ronde is definitief. De brief is al verstuurd.")
    return rij


@transaction.atomic
def gooi_ronde_weg(ronde: Aanmaanronde, *, door) -> None:
    """Een voorstel weggooien; er was nog niets verstuurd."""
    ronde = Aanmaanronde.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=ronde.pk)
    if ronde.status != Rondestatus.CONCEPT:
        raise ValidationError("Deze ronde is definitief en kan niet meer weg.")
    leg_vast(
        "aanmaanronde.weggegooid", onderwerp=ronde, gemeente=ronde.gemeente, door=door,
        omschrijving=f"Voorstel voor de aanmaanronde van {ronde.peildatum:%d-%m-%Y} weggegooid",
    )  # fmt: skip
    ronde.aanmaningen.all().delete()
    ronde.delete()


@transaction.atomic
def start_definitief(ronde: Aanmaanronde, *, door):
    """Zet het maken van de brieven in de rij; dezelfde ronde twee keer starten geeft één taak."""
    _te_versturen(ronde)
    # The letters say the day of the round and count their term from it.
    if ronde.peildatum != timezone.localdate():
        raise ValidationError(
            f"Dit voorstel is van {ronde.peildatum:%d-%m-%Y}; de termijn in de brieven loopt dan al. "
            "Gooi het voorstel weg en maak vandaag een nieuw."
        )
    return start_taak(
        TAAK_AANMANEN, titel=f"Aanmaanronde {ronde.peildatum:%d-%m-%Y}", door=door, gemeente=ronde.gemeente,
        parameters={"ronde": ronde.pk}, sleutel=f"{ronde.pk}",
    )  # fmt: skip


def _te_versturen(ronde: Aanmaanronde) -> list[Aanmaning]:
    if ronde.status != Rondestatus.CONCEPT:
        raise ValidationError("Deze ronde is al definitief.")
    brieven = list(
        ronde.aanmaningen.filter(overgeslagen=False)
        .select_related("relatie", "gemeente")
        .prefetch_related("regels__factuur")
    )
    if not brieven:
        raise ValidationError(
            "Er is geen brief om te versturen. Neem minstens één brief mee, of gooi het voorstel weg."
        )
    return brieven


@transaction.atomic
def maak_ronde_definitief(ronde: Aanmaanronde, *, door, voortgang=None) -> Aanmaanronde:
    """Maak en bewaar alle brieven, en één bestand om af te drukken. Daarna verandert er niets meer.

    Is er intussen op een factuur betaald, dan klopt een brief niet meer: dan gebeurt er niets en zegt de melding welke.
    """
    ronde = Aanmaanronde.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=ronde.pk)
    brieven = _te_versturen(ronde)
    _eis_ongewijzigd(brieven, ronde)
    bestanden = []
    for teller, aanmaning in enumerate(brieven, start=1):
        if voortgang:
            voortgang(teller, len(brieven), "brieven gemaakt")
        aanmaning.gegevens |= {"brief": brief_gegevens(aanmaning)}
        aanmaning.bestand = brief_pdf(aanmaning, door=door)
        aanmaning.sha256 = aanmaning.bestand.sha256
        controleer(aanmaning)
        aanmaning.save(update_fields=["gegevens", "bestand", "sha256"])
        bestanden.append(aanmaning.bestand)
        leg_vast(
            "aanmaning.verstuurd", onderwerp=aanmaning.relatie, gemeente=ronde.gemeente, door=door,
            omschrijving=f"{str(aanmaning).capitalize()}: € {aanmaning.totaal}",
            sha256=aanmaning.sha256,
        )  # fmt: skip
    ronde.bestand = bundel(
        bestanden, f"aanmaningen-{ronde.gemeente.code}-{ronde.peildatum:%Y-%m-%d}.pdf", ronde.gemeente, door
    )
    ronde.status, ronde.definitief_op, ronde.definitief_door = Rondestatus.DEFINITIEF, timezone.now(), door
    controleer(ronde)
    ronde.save()
    leg_vast(
        "aanmaanronde.definitief", onderwerp=ronde, gemeente=ronde.gemeente, door=door,
        omschrijving=f"Aanmaanronde {ronde.peildatum:%d-%m-%Y} definitief: {len(brieven)} brieven",
    )  # fmt: skip
    return ronde


def _eis_ongewijzigd(brieven, ronde: Aanmaanronde) -> None:
    facturen = [regel.factuur_id for brief in brieven for regel in brief.regels.all()]
    afspraken = met_afspraak(Factuur.objects.filter(pk__in=facturen), ronde.peildatum)
    if afspraken:
        nummers = sorted(f"{r.factuur}" for b in brieven for r in b.regels.all() if r.factuur_id in afspraken)
        raise ValidationError(
            f"Voor {', '.join(nummers[:5])} is sinds het voorstel een afspraak gemaakt. "
            "Gooi het voorstel weg en maak een nieuw."
        )
    nu = open_per_pk(facturen)
    anders = [
        f"{regel.factuur} ({brief.relatie.nummer})"
        for brief in brieven
        for regel in brief.regels.all()
        if nu.get(regel.factuur_id) != regel.open
    ]
    if anders:
        raise ValidationError(
            f"Sinds het voorstel is er iets veranderd op {', '.join(anders[:5])}. "
            "Gooi het voorstel weg en maak een nieuw."
        )


# ---- writing off, with four eyes ---------------------------------------------------------------------------------
@transaction.atomic
def stel_afboeking_voor(factuur: Factuur, *, bedrag, reden, toelichting, door) -> Afboeking:
    """Stel voor om (een deel van) een factuur niet meer te innen. Een collega beslist."""
    factuur = Factuur.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=factuur.pk)
    if factuur.soort == Factuursoort.CREDIT:
        raise ValidationError("Een creditfactuur boek je niet af.")
    _past(factuur, bedrag)
    afboeking = Afboeking(
        gemeente=factuur.gemeente,
        factuur=factuur,
        bedrag=bedrag,
        reden=reden,
        toelichting=toelichting.strip(),
        voorgesteld_door=door,
    )
    controleer(afboeking, {"afboeking_meer_dan_nul": "bedrag"})
    afboeking.save()
    leg_vast(
        "afboeking.voorgesteld", onderwerp=factuur, gemeente=factuur.gemeente, door=door,
        omschrijving=f"Afboeken van € {bedrag} voorgesteld: {afboeking.get_reden_display()}",
    )  # fmt: skip
    return afboeking


def _past(factuur: Factuur, bedrag) -> None:
    rest = open_per_pk([factuur.pk])[factuur.pk]
    if bedrag > rest:
        raise ValidationError({"bedrag": f"Er staat nog € {rest} open. Kies ten hoogste dat bedrag."})


@transaction.atomic
def besluit_afboeking(afboeking: Afboeking, *, akkoord: bool, door) -> Afboeking:
    """Een ander dan wie het voorstelde beslist; daarna staat het vast."""
    afboeking = (
        Afboeking.objects.select_for_update(of=("self",))
        .select_related("factuur", "gemeente")
        .get(pk=afboeking.pk)
    )
    if afboeking.status != Voorstelstatus.VOORGESTELD:
        raise ValidationError("Over deze afboeking is al besloten.")
    if akkoord:
        Factuur.objects.select_for_update(of=("self",)).get(pk=afboeking.factuur_id)
        _past(afboeking.factuur, afboeking.bedrag)
    afboeking.status = Voorstelstatus.GOEDGEKEURD if akkoord else Voorstelstatus.AFGEWEZEN
    afboeking.besloten_op, afboeking.besloten_door = timezone.now(), door
    controleer(afboeking)
    afboeking.save()
    leg_vast(
        "afboeking.besloten", onderwerp=afboeking.factuur, gemeente=afboeking.gemeente, door=door,
        omschrijving=f"Afboeken van € {afboeking.bedrag}: {afboeking.get_status_display()}",
    )  # fmt: skip
    return afboeking
