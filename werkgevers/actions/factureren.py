"""De factuurrun: voorbereiden, controleren en definitief maken, per werkgever in een eigen transactie (RH-149)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kern import opmaak
from kern.beleid import vooraf_opgezocht, waarde
from kern.controle import controleer, controleer_velden
from kern.jobs import WerkerStopt, start_taak, stop_taak
from kern.logbook import leg_vast
from kern.models import Gemeente
from werkgevers.actions.boeken import Boekregel, boek_factuur
from werkgevers.actions.voorstellen import ZELF, maak_voorstellen
from werkgevers.choices import Runstatus, Voorstelsoort
from werkgevers.models import Factuur, Factuurregel, Factuurrun, Factuurvoorstel, Overeenkomst
from werkgevers.queries.afzender import AFZENDERCODES
from werkgevers.queries.facturatie import groepen_van, laatste_factuurdatum, saldo_van, te_crediteren
from werkgevers.rules.factuur import Regel, met_totalen

SOORT = "factuurrun"
VOORBEREID = "Je hebt deze run zelf voorbereid. Een collega kijkt haar na en maakt haar definitief."
VERANDERD = "Dit is sinds het voorbereiden veranderd. Bereid de run opnieuw voor en kijk het na."


# ---- prepare ------------------------------------------------------------------------------------------------
@transaction.atomic
def bereid_voor(gemeente: Gemeente, maand: date, *, door, factuurdatum: date | None = None) -> Factuurrun:
    """Zet klaar wat over deze maand te factureren is; wat al op een factuur staat, blijft zoals het is.

    Opnieuw voorbereiden mag altijd zolang er niets bezig is: de voorstellen worden dan opnieuw gemaakt.
    """
    factuurdatum = factuurdatum or timezone.localdate()
    if maand.day != 1:
        raise ValidationError("Een factuurrun gaat over een hele maand.")
    if maand > timezone.localdate():
        raise ValidationError("Deze maand is nog niet begonnen. Kies een eerdere maand.")
    if factuurdatum > laatste_factuurdatum(gemeente):
        raise ValidationError(
            {"factuurdatum": "De factuurdatum ligt na vandaag. Kies vandaag of een eerdere dag."}
        )
    if factuurdatum < maand:
        raise ValidationError(
            {"factuurdatum": "De factuurdatum ligt voor de maand zelf. Kies een latere dag."}
        )
    run = Factuurrun.objects.select_for_update(of=("self",)).filter(gemeente=gemeente, maand=maand).first()
    if run and run.status == Runstatus.BEZIG:
        raise ValidationError("De facturen worden nu gemaakt. Wacht tot dat klaar is.")
    run = run or Factuurrun(gemeente=gemeente, maand=maand)
    run.status, run.factuurdatum = Runstatus.VOORBEREID, factuurdatum
    run.voorbereid_door, run.voorbereid_op = door, timezone.now()
    controleer(run)
    run.save()
    run.voorstellen.filter(factuur=None).delete()
    voorstellen = maak_voorstellen(run, door=door)
    for voorstel in voorstellen:
        controleer_velden(voorstel)
    Factuurvoorstel.objects.bulk_create(voorstellen)
    if run.definitief_op and not groepen_van(run):
        run.status = Runstatus.DEFINITIEF  # everything stands on an invoice already
        run.save(update_fields=["status"])
    problemen = sum(1 for voorstel in voorstellen if voorstel.soort == Voorstelsoort.PROBLEEM)
    leg_vast(
        "factuurrun.voorbereid",
        onderwerp=run,
        gemeente=gemeente,
        door=door,
        omschrijving=f"Factuurrun {maand:%m-%Y} voorbereid: {len(voorstellen) - problemen} regels",
        problemen=problemen,
    )
    return run


# ---- make definitive ----------------------------------------------------------------------------------------
@transaction.atomic
def start_definitief(run: Factuurrun, *, door, aantal: int | None = None, bedrag: Decimal | None = None):
    """Zet het definitief maken klaar als taak; `aantal` en `bedrag` zijn wat de gebruiker bevestigde.

    Loopt er al een taak voor deze run, dan komt die terug: een tweede klik maakt niets dubbel.
    """
    run = Factuurrun.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=run.pk)
    _eis_collega(run, door)
    groepen = groepen_van(run)
    som = sum((rij.bedrag for rijen in groepen.values() for rij in rijen), Decimal(0))
    if run.status != Runstatus.BEZIG:
        if not groepen:
            raise ValidationError("Er staat niets klaar om definitief te maken.")
        if (aantal, bedrag) != (None, None) and (aantal, bedrag) != (len(groepen), som):
            raise ValidationError("De run is intussen veranderd. Kijk het aantal en het bedrag nog eens na.")
        run.status = Runstatus.BEZIG
        run.save(update_fields=["status"])
    return start_taak(
        SOORT,
        titel=f"Facturen {run.maand:%m-%Y} definitief maken",
        door=door,
        gemeente=run.gemeente,
        parameters={"run": run.pk, "voorbereid_op": run.voorbereid_op.isoformat()},
        sleutel=f"{run.pk}",
    )


def wacht_op_collega(run: Factuurrun, gebruiker) -> bool:
    """Heeft deze gemeente vastgesteld dat een ander de run definitief maakt, en is dit wie haar voorbereidde?"""
    vastgesteld = waarde("factuur.vier_ogen", run.gemeente_id, timezone.localdate())
    return bool(vastgesteld and vastgesteld.waarde) and run.voorbereid_door_id == gebruiker.pk


def _eis_collega(run: Factuurrun, door) -> None:
    if wacht_op_collega(run, door):
        raise ValidationError(VOORBEREID)


def hervat(run: Factuurrun, voorbereid_op: str) -> None:
    """Een taak die opnieuw wordt gedaan, maakt alleen wat toen is bevestigd: de run mag niet anders zijn geworden."""
    if voorbereid_op != run.voorbereid_op.isoformat():
        raise ValidationError(
            "De run is daarna opnieuw voorbereid. Maak haar definitief op de pagina van de run."
        )
    Factuurrun.objects.filter(pk=run.pk, status=Runstatus.VOORBEREID).update(status=Runstatus.BEZIG)


def start_stap(run: Factuurrun) -> None:
    """Voor wie zonder taak definitief maakt (de opdrachtregel): zo begint er niet nog iemand aan."""
    gelukt = (
        Factuurrun.objects.filter(pk=run.pk).exclude(status=Runstatus.BEZIG).update(status=Runstatus.BEZIG)
    )
    if not gelukt:
        raise ValidationError("De facturen worden nu al gemaakt.")


@transaction.atomic
def stop_run(run: Factuurrun, taak, *, door) -> None:
    """Vraag de taak te stoppen; was hij nog niet begonnen, dan staat de run meteen weer klaar."""
    if not stop_taak(taak, door=door).loopt:
        Factuurrun.objects.filter(pk=run.pk, status=Runstatus.BEZIG).update(status=Runstatus.VOORBEREID)


def maak_definitief(
    run: Factuurrun, *, door, voortgang: Callable[[int, int, str], None] | None = None
) -> dict:
    """Maak van elk voorstel een factuur, per werkgever in een eigen transactie; kan altijd opnieuw beginnen.

    Wat al een factuur is, blijft dat. Een werkgever met een fout houdt de anderen niet tegen.
    """
    meld = voortgang or (lambda gedaan, totaal, tekst="": None)
    try:
        _eis_collega(run, door)
        _zet_apart_wat_veranderde(run, door)
        groepen = groepen_van(run)
        totaal = len(groepen)
        # Every invoice of a run has the same sender, of the same day.
        with vooraf_opgezocht(AFZENDERCODES.values(), [run.gemeente_id], run.factuurdatum):
            for nummer, groep in enumerate(groepen, start=1):
                meld(nummer - 1, totaal, "facturen gemaakt")
                _boek_groep(run, groep, [rij.pk for rij in groepen[groep]], door)
    except WerkerStopt:
        raise  # the job comes back by itself and goes on
    except BaseException:
        Factuurrun.objects.filter(pk=run.pk, status=Runstatus.BEZIG).update(status=Runstatus.VOORBEREID)
        raise
    return _rond_af(run, door)


def _boek_groep(run, groep, pks, door) -> None:
    try:
        with transaction.atomic():
            # Locked, and only what is still open: another worker may have been here before it died.
            rijen = list(
                Factuurvoorstel.objects.select_for_update(of=("self",))
                .filter(pk__in=pks, factuur=None)
                .select_related("relatie", "overeenkomst")
                .order_by("overeenkomst__volgnummer", "maand", "pk")
            )
            if not rijen:
                return
            _nog_hetzelfde_verschil(rijen)
            for rij, factuur in _boek(run, groep, rijen, door):
                Factuurvoorstel.objects.filter(pk=rij.pk).update(factuur=factuur)
    except ValidationError as fout:
        tekst = " ".join(fout.messages)[:500]
        Factuurvoorstel.objects.filter(pk__in=pks, factuur=None).update(
            soort=Voorstelsoort.PROBLEEM, probleem=tekst
        )


def _nog_hetzelfde_verschil(rijen) -> None:
    """Two runs may hold the same difference: the second waits for the agreement and sees it is settled."""
    verschillen = [rij for rij in rijen if rij.soort == Voorstelsoort.VERSCHIL]
    if not verschillen:
        return
    pks = sorted({rij.overeenkomst_id for rij in verschillen})
    list(Overeenkomst.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))
    saldo = saldo_van((rij.overeenkomst_id, rij.maand) for rij in verschillen)
    for rij in verschillen:
        nu = saldo.get((rij.overeenkomst_id, rij.maand, rij.gegevens["categorie"]), Decimal(0))
        if nu != Decimal(rij.gegevens["gefactureerd"]):
            raise ValidationError(VERANDERD)


def _boek(run, groep, rijen, door) -> Iterator[tuple[Factuurvoorstel, Factuur]]:
    """Eén factuur. Gaat er meer terug dan er te betalen is, dan een factuur en een creditfactuur per verbeterde
    factuur: een maandbedrag staat nooit op een creditfactuur."""

    def boek(boekregels, **velden):
        return boek_factuur(
            gemeente=run.gemeente,
            relatie=rijen[0].relatie,
            run=run,
            factuurdatum=run.factuurdatum,
            betaaltermijn=groep.termijn,
            regels=boekregels,
            referentie=groep.referentie,
            door=door,
            **velden,
        )

    regels = {rij: list(_boekregels(rij)) for rij in rijen}
    alles = [boekregel for rij in rijen for boekregel in regels[rij]]
    if met_totalen([boekregel.regel for boekregel in alles])["totaal"] > 0:
        factuur = boek(alles)
        yield from ((rij, factuur) for rij in rijen)
        return
    erbij = [rij for rij in rijen if rij.bedrag > 0]
    terug = [rij for rij in rijen if rij.bedrag < 0]
    per_factuur = _per_verbeterde_factuur([boekregel for rij in terug for boekregel in regels[rij]])
    if erbij:
        factuur = boek([boekregel for rij in erbij for boekregel in regels[rij]])
        yield from ((rij, factuur) for rij in erbij)
    for eerder, boekregels in per_factuur.items():
        credit = boek(
            boekregels, verwijst_naar=eerder, reden="Verschil over een eerdere maand", of_later=True
        )
        sleutels = {(boekregel.overeenkomst_id, boekregel.maand) for boekregel in boekregels}
        yield from ((rij, credit) for rij in terug if (rij.overeenkomst_id, rij.maand) in sleutels)


def _per_verbeterde_factuur(terug: list[Boekregel]) -> dict[Factuur, list[Boekregel]]:
    """Wat teruggaat, verdeeld over de facturen waar het op staat; oudste eerst."""
    maanden = {(boekregel.overeenkomst_id, boekregel.maand) for boekregel in terug}
    # Locked, so that nobody credits the same lines by hand meanwhile.
    pks = [regel.factuur_id for regel, _ in te_crediteren(maanden)]
    list(Factuur.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    over = {bron: rest for bron, rest in te_crediteren(maanden) if rest > 0 and not bron.factuur.is_credit}
    per: dict[Factuur, list[Boekregel]] = {}
    for boekregel in terug:
        open_ = -boekregel.regel.bedrag
        for bron in over:
            deel = min(open_, over[bron])
            if deel and _hoort_bij(bron, boekregel):
                over[bron] -= deel
                open_ -= deel
                per.setdefault(bron.factuur, []).append(_deel_terug(boekregel, bron, deel))
        if open_:
            raise ValidationError(
                f"Over {boekregel.maand:%m-%Y} staat {opmaak.bedrag(open_)} op geen factuur om te crediteren. "
                "Kijk de facturen van deze overeenkomst na."
            )
    return per


def _hoort_bij(bron: Factuurregel, boekregel: Boekregel) -> bool:
    return (bron.overeenkomst_id, bron.maand, bron.btw_categorie) == (
        boekregel.overeenkomst_id,
        boekregel.maand,
        boekregel.regel.categorie,
    )


def _deel_terug(boekregel: Boekregel, bron: Factuurregel, bedrag: Decimal) -> Boekregel:
    """Op een creditfactuur is wat teruggaat positief; de btw is die van de regel die wordt verbeterd."""
    btw = {"categorie": bron.btw_categorie, "percentage": bron.btw_percentage, "reden": bron.btw_reden}
    terug = replace(boekregel.regel, aantal=Decimal(1), prijs=bedrag, bedrag=bedrag, **btw)
    return replace(boekregel, regel=terug)


def _boekregels(rij: Factuurvoorstel):
    gegevens = rij.gegevens
    for deel, velden in enumerate(gegevens["regels"], start=gegevens.get("eerste_deel", 1)):
        getallen = {veld: Decimal(velden[veld]) for veld in ("aantal", "prijs", "bedrag", "percentage")}
        dagen = {veld: date.fromisoformat(velden[veld]) for veld in ("van", "tot")}
        yield Boekregel(
            Regel(**velden | getallen | dagen),
            rij.overeenkomst_id,
            rij.maand,
            soort=rij.soort,
            deel=deel,
            rekening=gegevens["rekening"],
            normen=tuple(gegevens["normen"]),
        )


def _zet_apart_wat_veranderde(run, door) -> None:
    """Nobody confirms yesterday's figures: what is due now differs, then it waits for a new preparation."""
    nu, problemen = {}, {}
    for voorstel in maak_voorstellen(run, door=door):
        if voorstel.soort == Voorstelsoort.PROBLEEM:
            problemen[voorstel.overeenkomst_id, voorstel.maand] = voorstel.probleem
        else:
            nu[_sleutel(voorstel)] = (voorstel.bedrag, voorstel.gegevens)
    rijen = run.voorstellen.filter(factuur=None).exclude(soort=Voorstelsoort.PROBLEEM)
    for rij in rijen.select_related("overeenkomst"):
        if nu.get(_sleutel(rij)) == (rij.bedrag, rij.gegevens):
            continue
        zelf = problemen.get((rij.overeenkomst_id, rij.maand)) == ZELF
        Factuurvoorstel.objects.filter(pk=rij.pk, factuur=None).update(
            soort=Voorstelsoort.PROBLEEM,
            probleem=ZELF if zelf else VERANDERD,
            oplossing_url=rij.overeenkomst.get_absolute_url(),
        )


def _sleutel(rij: Factuurvoorstel) -> tuple:
    return rij.overeenkomst_id, rij.maand, rij.soort, rij.deel


@transaction.atomic
def _rond_af(run, door) -> dict:
    run = Factuurrun.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=run.pk)
    if run.status != Runstatus.DEFINITIEF:
        run.status, run.definitief_door, run.definitief_op = Runstatus.DEFINITIEF, door, timezone.now()
        controleer(run)
        run.save()
    facturen = Factuur.objects.filter(run=run)
    som = sum(facturen.values_list("totaal", flat=True), Decimal(0))
    problemen = run.voorstellen.filter(soort=Voorstelsoort.PROBLEEM).count()
    leg_vast(
        "factuurrun.definitief",
        onderwerp=run,
        gemeente=run.gemeente,
        door=door,
        omschrijving=f"Factuurrun {run.maand:%m-%Y} definitief: {facturen.count()} facturen, € {som}",
    )
    return {"facturen": facturen.count(), "totaal": str(som), "vragen aandacht": problemen}
