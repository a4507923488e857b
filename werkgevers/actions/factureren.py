"""De factuurrun: voorbereiden, controleren en definitief maken, per werkgever in een eigen transactie (RH-149)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from kern import opmaak
from kern.beleid import waarde
from kern.controle import controleer
from kern.jobs import WerkerStopt, start_taak, stop_taak
from kern.logbook import leg_vast
from kern.models import Gemeente
from werkgevers.actions.boeken import Boekregel, boek_factuur
from werkgevers.choices import Runstatus, Voorstelsoort
from werkgevers.models import Factuur, Factuurrun, Factuurvoorstel, Overeenkomstversie
from werkgevers.queries.afzender import afzender
from werkgevers.queries.facturatie import (
    afgerekende_maanden,
    groepen_van,
    standen_van,
)
from werkgevers.queries.tarieven import te_factureren
from werkgevers.queries.verschillen import verschillen_tot
from werkgevers.rules.factuur import BELAST, MAAND, VERLEGD, Regel, omgekeerd, regel
from werkgevers.rules.factuurrun import maandstand, regeltekst, verschilreden
from werkgevers.rules.tarief import laatste_dag

SOORT = "factuurrun"
VERANDERD = "Dit is sinds het voorbereiden veranderd. Bereid de run opnieuw voor en kijk het na."
ZELF = "Je hebt deze overeenkomst zelf afgesproken. Laat een collega haar factureren (RH-025)."


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
    voorstellen = [*_maandvoorstellen(run, door), *_verschillen(run)]
    for voorstel in voorstellen:
        voorstel.clean_fields()
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


def _maandvoorstellen(run, door):
    """Elke overeenkomst van de maand die nog niet is afgerekend: een bedrag of een probleem."""
    klaar = afgerekende_maanden(run.gemeente, run.maand, run.maand)
    vorige = standen_van(run.gemeente, run.maand - relativedelta(months=1))
    pct = waarde("factuur.btw_hoog", run.gemeente, laatste_dag(run.maand))
    van = afzender(run.gemeente, run.factuurdatum)
    for post in te_factureren(run.gemeente, run.maand):
        if (post.overeenkomst.pk, run.maand) in klaar:
            continue
        mis, waar = _probleem(post, van, pct, door)
        if mis:
            yield _probleemrij(run, post.overeenkomst, run.maand, mis, waar)
            continue
        regels = [_regel(rij, post.overeenkomst, post.versie, pct) for rij in post.uitleg.regels]
        stand = maandstand((r.aantal, r.eenheid, r.prijs, r.bedrag) for r in regels)
        eerder = vorige.get(post.overeenkomst.pk)
        yield Factuurvoorstel(
            run=run,
            overeenkomst=post.overeenkomst,
            relatie=post.overeenkomst.relatie,
            maand=run.maand,
            soort=Voorstelsoort.MAAND,
            omschrijving=regels[0].omschrijving if regels else f"{post.overeenkomst}",
            bedrag=stand.bedrag,
            vorig_bedrag=eerder.bedrag if eerder else None,
            verschilreden=verschilreden(
                stand,
                eerder,
                maand=run.maand,
                begindatum=post.overeenkomst.begindatum,
                einddatum=post.overeenkomst.einddatum,
            ),
            gegevens=_gegevens(regels, post.versie, post.uitleg),
        )


def _probleem(post, van, pct, door) -> tuple[str, str]:
    """Wat in de weg staat en waar je het oplost; leeg als er niets in de weg staat."""
    overeenkomst = post.overeenkomst
    werkgever = reverse("werkgevers:relatie", args=[overeenkomst.relatie.nummer])
    if post.probleem:
        bij_werkgever = post.probleemsoort in ("geen_adres", "geen_kvk")
        return post.probleem, werkgever if bij_werkgever else overeenkomst.get_absolute_url()
    if van.ontbreekt:
        return (
            f"In het beleidskader ontbreekt: {', '.join(van.ontbreekt)}. Vraag je beheerder dat in te vullen.",
            "",
        )
    if post.versie.btw_categorie == BELAST and not pct:
        return "Het btw-percentage is niet vastgesteld. Vraag je beheerder dat in te vullen.", ""
    if post.versie.btw_categorie == VERLEGD and not overeenkomst.relatie.btw_nummer:
        return (
            "De btw is verlegd, maar de werkgever heeft geen btw-nummer. Vul dat in bij de werkgever.",
            werkgever,
        )
    if post.versie.overeengekomen_door_id == door.pk:
        return ZELF, overeenkomst.get_absolute_url()
    return "", ""


def _probleemrij(run, overeenkomst, maand, tekst, waar) -> Factuurvoorstel:
    return Factuurvoorstel(
        run=run,
        overeenkomst=overeenkomst,
        relatie=overeenkomst.relatie,
        maand=maand,
        soort=Voorstelsoort.PROBLEEM,
        omschrijving=f"{overeenkomst}",
        probleem=tekst[:500],
        oplossing_url=waar,
    )


def _verschillen(run):
    """Maanden die zijn afgerekend en nu een ander bedrag geven: het verschil wordt een eigen regel (V3–V5)."""
    verschillen = verschillen_tot(run.gemeente, run.maand)
    versies = _versies([verschil.overeenkomst.pk for verschil in verschillen])
    for verschil in verschillen:
        versie = _versie_op(versies[verschil.overeenkomst.pk], verschil.maand)
        pct = waarde("factuur.btw_hoog", run.gemeente, laatste_dag(verschil.maand))
        rij = regel(
            omschrijving=regeltekst(
                _wie(verschil.overeenkomst), verschil.omschrijving.split(",")[0], f"{verschil.overeenkomst}"
            ),
            aantal=Decimal(1),
            eenheid=MAAND,
            prijs=verschil.bedrag,
            van=verschil.maand,
            tot=laatste_dag(verschil.maand),
            **_btw(versie, pct),
        )
        yield Factuurvoorstel(
            run=run,
            overeenkomst=verschil.overeenkomst,
            relatie=verschil.overeenkomst.relatie,
            maand=verschil.maand,
            soort=Voorstelsoort.VERSCHIL,
            omschrijving=rij.omschrijving,
            bedrag=rij.bedrag,
            verschilreden=f"gefactureerd {opmaak.bedrag(verschil.gefactureerd)}, nu {opmaak.bedrag(verschil.nu)}",
            gegevens=_gegevens([rij], versie, verschil.uitleg) | {"gefactureerd": str(verschil.gefactureerd)},
        )


def _versies(pks) -> dict[int, list[Overeenkomstversie]]:
    per: dict[int, list] = {pk: [] for pk in pks}
    for versie in Overeenkomstversie.objects.filter(overeenkomst__in=pks, status="getekend").order_by(
        "begindatum"
    ):
        per[versie.overeenkomst_id].append(versie)
    return per


def _versie_op(versies, maand) -> Overeenkomstversie:
    return next((v for v in reversed(versies) if v.begindatum <= laatste_dag(maand)), versies[0])


def _regel(rij, overeenkomst, versie, pct) -> Regel:
    return regel(
        omschrijving=regeltekst(_wie(overeenkomst), rij.omschrijving, f"{overeenkomst}"),
        aantal=rij.aantal,
        eenheid=rij.eenheid,
        prijs=rij.prijs,
        van=rij.van,
        tot=rij.tot,
        verwijzing=f"{overeenkomst}",
        **_btw(versie, pct),
    )


def _btw(versie, pct) -> dict:
    belast = versie.btw_categorie == BELAST
    return {
        "categorie": versie.btw_categorie,
        "percentage": Decimal(pct.waarde) if belast and pct else Decimal(0),
        "reden": "" if belast else versie.btw_reden,
    }


def _wie(overeenkomst) -> str:
    """Voorletters en achternaam: genoeg om de regel te herkennen, meer hoeft de werkgever niet (AVG art. 5)."""
    persoon = overeenkomst.persoon
    return " ".join(deel for deel in (persoon.voorletters, persoon.tussenvoegsel, persoon.achternaam) if deel)


def _gegevens(regels, versie, uitleg) -> dict:
    return {
        "regels": [
            {
                "omschrijving": r.omschrijving,
                "aantal": str(r.aantal),
                "eenheid": r.eenheid,
                "prijs": str(r.prijs),
                "bedrag": str(r.bedrag),
                "categorie": r.categorie,
                "percentage": str(r.percentage),
                "reden": r.reden,
                "verwijzing": r.verwijzing,
                "van": r.van.isoformat(),
                "tot": r.tot.isoformat(),
            }
            for r in regels
        ],
        "categorie": versie.btw_categorie,
        "termijn": versie.betaaltermijn_dagen,
        "referentie": versie.inkoopnummer,
        "rekening": [[stap.wat, stap.formule, stap.uitkomst] for stap in uitleg.stappen] if uitleg else [],
        "normen": list(uitleg.versies) if uitleg else [],
    }


# ---- make definitive ----------------------------------------------------------------------------------------
@transaction.atomic
def start_definitief(run: Factuurrun, *, door, aantal: int | None = None, bedrag: Decimal | None = None):
    """Zet het definitief maken klaar als taak; `aantal` en `bedrag` zijn wat de gebruiker bevestigde.

    Loopt er al een taak voor deze run, dan komt die terug: een tweede klik maakt niets dubbel.
    """
    run = Factuurrun.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=run.pk)
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
        parameters={"run": run.pk},
        sleutel=f"{run.pk}",
    )


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
        _zet_apart_wat_veranderde(run, door)
        groepen = groepen_van(run)
        totaal = len(groepen)
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
            factuur = _boek(run, groep, rijen, door)
            Factuurvoorstel.objects.filter(pk__in=[rij.pk for rij in rijen]).update(factuur=factuur)
    except ValidationError as fout:
        tekst = " ".join(fout.messages)[:500]
        Factuurvoorstel.objects.filter(pk__in=pks, factuur=None).update(
            soort=Voorstelsoort.PROBLEEM, probleem=tekst
        )


def _boek(run, groep, rijen, door) -> Factuur:
    boekregels = [boekregel for rij in rijen for boekregel in _boekregels(rij)]
    som = sum((boekregel.regel.bedrag for boekregel in boekregels), Decimal(0))
    eerder: list[Factuur] = []
    if som < 0:
        # More goes back than there is to pay: then it is a credit invoice of the invoices it corrects.
        eerder = _gecorrigeerde_facturen(rijen)
        boekregels = [_omgekeerd(boekregel) for boekregel in boekregels]
    return boek_factuur(
        gemeente=run.gemeente,
        relatie=rijen[0].relatie,
        run=run,
        factuurdatum=run.factuurdatum,
        betaaltermijn=groep.termijn,
        regels=boekregels,
        referentie=groep.referentie,
        verwijst_naar=eerder,
        reden="Verschil over een eerdere maand" if eerder else "",
        door=door,
    )


def _gecorrigeerde_facturen(rijen) -> list[Factuur]:
    gevonden = Factuur.objects.filter(
        regels__overeenkomst__in=[rij.overeenkomst_id for rij in rijen],
        regels__maand__in=[rij.maand for rij in rijen],
        verwijst_naar=None,
    )
    return list(gevonden.distinct().order_by("-factuurdatum", "-pk"))


def _omgekeerd(boekregel: Boekregel) -> Boekregel:
    return replace(boekregel, regel=omgekeerd(boekregel.regel))


def _boekregels(rij: Factuurvoorstel):
    gegevens = rij.gegevens
    for deel, velden in enumerate(gegevens["regels"], start=1):
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
    nu = {post.overeenkomst.pk: post for post in te_factureren(run.gemeente, run.maand)}
    rijen = run.voorstellen.filter(factuur=None).exclude(soort=Voorstelsoort.PROBLEEM)
    begin = rijen.aggregate(begin=Min("maand"))["begin"] or run.maand
    afgerekend = afgerekende_maanden(run.gemeente, begin, run.maand)
    for rij in rijen.select_related("overeenkomst"):
        post = nu.get(rij.overeenkomst_id)
        if rij.soort == Voorstelsoort.VERSCHIL:
            # Another run may have billed the same difference meanwhile.
            if str(afgerekend.get((rij.overeenkomst_id, rij.maand))) == rij.gegevens["gefactureerd"]:
                continue
            tekst = VERANDERD
        elif post is None or post.probleem or post.bedrag != rij.bedrag:
            tekst = VERANDERD
        elif post.versie and post.versie.overeengekomen_door_id == door.pk:
            tekst = ZELF
        else:
            continue
        Factuurvoorstel.objects.filter(pk=rij.pk, factuur=None).update(
            soort=Voorstelsoort.PROBLEEM, probleem=tekst, oplossing_url=rij.overeenkomst.get_absolute_url()
        )


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
