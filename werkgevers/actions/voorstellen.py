"""De voorstellen van een factuurrun: wat er over een maand te factureren is, en waarom iets nog niet kan (V3–V6)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.urls import reverse

from kern import opmaak
from kern.beleid import waarde
from werkgevers.choices import Voorstelsoort
from werkgevers.models import (
    Factuurregel,
    Factuurrun,
    Factuurvoorstel,
    Overeenkomst,
    Overeenkomstversie,
)
from werkgevers.queries.afzender import afzender
from werkgevers.queries.facturatie import (
    VERSCHIL_MAANDEN,
    afgerekende_maanden,
    per_categorie,
    standen_van,
)
from werkgevers.queries.tarieven import Post, te_factureren
from werkgevers.queries.verschillen import Verschil, verschillen_tot
from werkgevers.rules.factuur import BELAST, BUITEN_HEFFING, MAAND, VERLEGD, Regel, regel
from werkgevers.rules.factuurrun import maandstand, regeltekst, verschilreden
from werkgevers.rules.tarief import laatste_dag

ZELF = "Je hebt deze overeenkomst zelf afgesproken. Laat een collega haar factureren (RH-025)."


def maak_voorstellen(run: Factuurrun, *, door) -> list[Factuurvoorstel]:
    """Alles wat `door` in deze run kan factureren, en wat in de weg staat; nog niet bewaard."""
    return [*_maandvoorstellen(run, door), *_verschilvoorstellen(run, door)]


# ---- months that are not settled ----------------------------------------------------------------------------
def _maandvoorstellen(run, door) -> Iterator[Factuurvoorstel]:
    """Elke overeenkomst van de maand die nog niet is afgerekend, en eerdere maanden die zijn blijven liggen."""
    begin = run.maand - relativedelta(months=VERSCHIL_MAANDEN)
    eerder = Factuurrun.objects.filter(gemeente=run.gemeente, maand__gte=begin, maand__lt=run.maand)
    klaar = afgerekende_maanden(run.gemeente, begin, run.maand)
    saldo = per_categorie(run.gemeente, begin, run.maand)
    van = afzender(run.gemeente, run.factuurdatum)
    vorige = standen_van(run.gemeente, run.maand - relativedelta(months=1))
    gemeld: set[int] = set()
    for maand in [*eerder.order_by("maand").values_list("maand", flat=True), run.maand]:
        posten = te_factureren(run.gemeente, maand, behalve=[pk for pk, dag in klaar if dag == maand])
        pct = waarde("factuur.btw_hoog", run.gemeente, laatste_dag(maand)) if posten else None
        for post in posten:
            pk, laat = post.overeenkomst.pk, maand < run.maand
            al = saldo.get((pk, maand), {})
            mis, waar = _probleem(post, van, pct, door)
            if mis and not (laat and pk in gemeld):
                # Of a backlog one row: the earliest month, and this month itself.
                gemeld.add(pk)
                yield _probleemrij(run, post.overeenkomst, maand, mis, waar)
            if mis or (laat and not post.bedrag and not al):
                continue
            yield from _maandrijen(run, post, pct, None if laat else vorige.get(pk))
            yield from _al_verrekend(run, post.overeenkomst, maand, post.versie, al)
        al_bekend = {post.overeenkomst.pk for post in posten}
        losse = {pk for pk, dag in saldo if dag == maand and (pk, dag) not in klaar and pk not in al_bekend}
        yield from _niet_meer_verschuldigd(run, maand, losse, saldo)


def _maandrijen(run, post: Post, pct, eerder) -> Iterator[Factuurvoorstel]:
    """Het maandbedrag; op meer rijen als termijn, inkoopnummer of btw halverwege verandert (eigen facturen)."""
    stapels: dict[tuple, list[tuple[Overeenkomstversie, Regel]]] = {}
    for deel, rij in zip(post.delen, post.uitleg.regels, strict=True):
        versie = deel.versie
        stapel = versie.betaaltermijn_dagen, versie.inkoopnummer, versie.btw_categorie == BUITEN_HEFFING
        stapels.setdefault(stapel, []).append((versie, _regel(rij, post.overeenkomst, versie, pct)))
    alles = [rij for stapel in stapels.values() for _, rij in stapel]
    stand = maandstand((r.aantal, r.eenheid, r.prijs, r.bedrag) for r in alles)
    reden = f"nog niet gefactureerd over {post.maand:%m-%Y}"
    if post.maand == run.maand:
        reden = verschilreden(
            stand,
            eerder,
            maand=run.maand,
            begindatum=post.overeenkomst.begindatum,
            einddatum=post.overeenkomst.einddatum,
        )
    eerste_deel = 1
    for nummer, rijen in enumerate(stapels.values(), start=1):
        regels = [rij for _, rij in rijen]
        yield Factuurvoorstel(
            run=run,
            overeenkomst=post.overeenkomst,
            relatie=post.overeenkomst.relatie,
            maand=post.maand,
            soort=Voorstelsoort.MAAND,
            deel=nummer,
            omschrijving=regels[0].omschrijving,
            bedrag=sum((rij.bedrag for rij in regels), Decimal(0)),
            vorig_bedrag=eerder.bedrag if eerder and nummer == 1 else None,
            verschilreden=reden if nummer == 1 else "",
            gegevens=_gegevens(regels, rijen[-1][0], post.uitleg) | {"eerste_deel": eerste_deel},
        )
        eerste_deel += len(regels)


def _niet_meer_verschuldigd(run, maand, pks, saldo) -> Iterator[Factuurvoorstel]:
    """Het maandbedrag is gecrediteerd en de overeenkomst gold niet: dan gaat ook een later verschil terug."""
    versies = _versies(pks)
    for overeenkomst in Overeenkomst.objects.filter(pk__in=pks).select_related("relatie", "persoon"):
        versie = _versie_op(versies[overeenkomst.pk], maand)
        yield from _al_verrekend(run, overeenkomst, maand, versie, saldo[overeenkomst.pk, maand])


def _al_verrekend(run, overeenkomst, maand, versie, al: dict[str, Decimal]) -> Iterator[Factuurvoorstel]:
    """De maand is helemaal gecrediteerd, maar een verschil dat er later bij kwam staat nog: dat gaat eraf."""
    gefactureerd = _btw_van([(overeenkomst.pk, maand)]) if al else {}
    for deel, (categorie, bedrag) in enumerate(sorted(al.items()), start=1):
        yield _verschilrij(
            run,
            overeenkomst,
            maand,
            -bedrag,
            deel=deel,
            versie=versie,
            btw=gefactureerd[overeenkomst.pk, maand, categorie],
            gefactureerd=bedrag,
            reden="al eerder als verschil gefactureerd",
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
    categorieen = {deel.versie.btw_categorie for deel in post.delen}
    if BELAST in categorieen and not pct:
        return "Het btw-percentage is niet vastgesteld. Vraag je beheerder dat in te vullen.", ""
    if VERLEGD in categorieen and not overeenkomst.relatie.btw_nummer:
        return (
            "De btw is verlegd, maar de werkgever heeft geen btw-nummer. Vul dat in bij de werkgever.",
            werkgever,
        )
    if door.pk in post.makers:
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


# ---- months that are settled, and now give another amount ---------------------------------------------------
def _verschilvoorstellen(run, door) -> Iterator[Factuurvoorstel]:
    """Het verschil wordt een eigen regel per btw-categorie; de factuur van toen blijft staan (V3–V5)."""
    verschillen = verschillen_tot(run.gemeente, run.maand)
    versies = _versies([verschil.overeenkomst.pk for verschil in verschillen])
    gefactureerd = _btw_van([(verschil.overeenkomst.pk, verschil.maand) for verschil in verschillen])
    for verschil in verschillen:
        overeenkomst, maand = verschil.overeenkomst, verschil.maand
        if door.pk in _makers(verschil, versies[overeenkomst.pk]):
            yield _probleemrij(run, overeenkomst, maand, ZELF, overeenkomst.get_absolute_url())
            continue
        pct = waarde("factuur.btw_hoog", run.gemeente, laatste_dag(maand))
        nu = {deel.versie.btw_categorie: deel.versie for deel in verschil.post.delen} if verschil.post else {}
        for deel, (categorie, bedrag) in enumerate(verschil.per_categorie.items(), start=1):
            yield _verschilrij(
                run,
                overeenkomst,
                maand,
                bedrag,
                deel=deel,
                versie=nu.get(categorie) or _versie_op(versies[overeenkomst.pk], maand),
                btw=_btw(nu[categorie], pct)
                if categorie in nu
                else gefactureerd[overeenkomst.pk, maand, categorie],
                gefactureerd=verschil.gefactureerd_per.get(categorie, Decimal(0)),
                reden=f"gefactureerd {opmaak.bedrag(verschil.gefactureerd)}, nu {opmaak.bedrag(verschil.nu)}",
                uitleg=verschil.uitleg,
            )


def _verschilrij(
    run, overeenkomst, maand, bedrag, *, deel, versie, btw, gefactureerd, reden, uitleg=None
) -> Factuurvoorstel:
    rij = regel(
        omschrijving=regeltekst(_wie(overeenkomst), f"Verschil over {maand:%m-%Y}", f"{overeenkomst}"),
        aantal=Decimal(1),
        eenheid=MAAND,
        prijs=bedrag,
        van=maand,
        tot=laatste_dag(maand),
        **btw,
    )
    gegevens = _gegevens([rij], versie, uitleg)
    return Factuurvoorstel(
        run=run,
        overeenkomst=overeenkomst,
        relatie=overeenkomst.relatie,
        maand=maand,
        soort=Voorstelsoort.VERSCHIL,
        deel=deel,
        omschrijving=rij.omschrijving,
        bedrag=rij.bedrag,
        verschilreden=reden,
        # The line's own VAT decides with what it may stand on one invoice, not that of the version.
        gegevens=gegevens | {"categorie": rij.categorie, "gefactureerd": str(gefactureerd)},
    )


def _makers(verschil: Verschil, versies) -> frozenset[int]:
    if verschil.post is not None:
        return verschil.post.makers
    return frozenset(versie.overeengekomen_door_id for versie in versies)


def _versies(pks) -> dict[int, list[Overeenkomstversie]]:
    per: dict[int, list] = {pk: [] for pk in pks}
    for versie in Overeenkomstversie.objects.filter(overeenkomst__in=pks, status="getekend").order_by(
        "begindatum"
    ):
        per[versie.overeenkomst_id].append(versie)
    return per


def _versie_op(versies, maand) -> Overeenkomstversie:
    return next((v for v in reversed(versies) if v.begindatum <= laatste_dag(maand)), versies[0])


def _btw_van(sleutels) -> dict[tuple[int, date, str], dict]:
    """De btw zoals zij per overeenkomst, maand en categorie op de factuur staat; de nieuwste telt."""
    sleutels = list(sleutels)
    regels = Factuurregel.objects.filter(
        overeenkomst__in={pk for pk, _ in sleutels}, maand__in={maand for _, maand in sleutels}
    ).order_by("pk")
    velden = regels.values_list("overeenkomst_id", "maand", "btw_categorie", "btw_percentage", "btw_reden")
    return {
        (pk, maand, categorie): {"categorie": categorie, "percentage": percentage, "reden": reden}
        for pk, maand, categorie, percentage, reden in velden
    }


# ---- one line -----------------------------------------------------------------------------------------------
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
