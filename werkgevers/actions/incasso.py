"""Machtigingen en incassobatches (pain.008, regels §6.4)."""

from collections.abc import Iterable
from datetime import date, timedelta

import holidays
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from kern.actions.bestanden import bewaar_bestand
from kern.beleid import waarden
from kern.controle import controleer
from kern.logbook import leg_vast
from kern.models import Gemeente
from werkgevers.choices import Sepavolgorde
from werkgevers.models import Factuur, Incassobatch, Incassoregel, Machtiging
from werkgevers.queries.afzender import afzender
from werkgevers.queries.openstaand import met_afspraak, openstaand
from werkgevers.rules.sepa import Incassant, Incasso, Sepafout, eerste_incassodag, pain008

_SLOT = 20261123  # advisory lock: one batch of a gemeente at a time
_CODES = ("sepa.incassant_id", "sepa.vooraankondiging_dagen", "sepa.aanlevertermijn_werkdagen")


@transaction.atomic
def geef_machtiging(*, gemeente, relatie, door, **velden) -> Machtiging:
    """Leg vast dat een werkgever zijn facturen laat afschrijven."""
    velden["iban"] = (velden.get("iban") or "").replace(" ", "").upper()
    velden["begindatum"] = velden.get("begindatum") or velden.get("getekend_op")
    machtiging = Machtiging(gemeente=gemeente, relatie=relatie, **velden)
    controleer(
        machtiging,
        {
            "machtiging_kenmerk_uniek": "kenmerk",
            "machtiging_kenmerk_tekens": "kenmerk",
            "machtiging_een_lopend": "relatie",
        },
    )
    machtiging.save()
    leg_vast(
        "machtiging.gegeven", onderwerp=relatie, gemeente=gemeente, door=door,
        omschrijving=f"Machtiging {machtiging.kenmerk} vastgelegd",
    )  # fmt: skip
    return machtiging


@transaction.atomic
def trek_machtiging_in(machtiging: Machtiging, *, per, reden, door) -> Machtiging:
    """De laatste dag waarop er nog mag worden afgeschreven."""
    machtiging = (
        Machtiging.objects.select_for_update(of=("self",))
        .select_related("relatie", "gemeente")
        .get(pk=machtiging.pk)
    )
    if machtiging.einddatum:
        raise ValidationError(f"Deze machtiging eindigde al op {machtiging.einddatum:%d-%m-%Y}.")
    machtiging.einddatum, machtiging.reden_einde = per, reden.strip()
    machtiging.versie += 1
    controleer(machtiging, {"machtiging_einde_na_begin": "per"})
    machtiging.save(update_fields=["einddatum", "reden_einde", "versie"])
    leg_vast(
        "machtiging.ingetrokken", onderwerp=machtiging.relatie, gemeente=machtiging.gemeente, door=door,
        omschrijving=f"Machtiging {machtiging.kenmerk} ingetrokken, laatste dag {per:%d-%m-%Y}",
    )  # fmt: skip
    return machtiging


def te_incasseren(gemeente: Gemeente, incassodag: date):
    """Open facturen van werkgevers met een machtiging op die dag, op tijd aangekondigd en niet al in een batch."""
    norm = waarden(_CODES, [gemeente], timezone.localdate())[gemeente.pk, "sepa.vooraankondiging_dagen"]
    machtigingen = Machtiging.objects.op(incassodag).filter(gemeente=gemeente)
    facturen = openstaand(
        Factuur.objects.filter(gemeente=gemeente, relatie__in=machtigingen.values("relatie"))
    )
    facturen = facturen.exclude(incassoregels__vervallen=False)
    if norm:
        facturen = facturen.filter(factuurdatum__lte=incassodag - timedelta(days=int(norm.waarde)))
    # Who got respite or pays in terms is not debited in one go.
    facturen = facturen.exclude(pk__in=met_afspraak(facturen, incassodag))
    return facturen.select_related("relatie").defer("gegevens").order_by("vervaldatum", "pk")


def eerste_dag(gemeente: Gemeente, vandaag: date) -> date:
    """De eerste dag waarop de bank kan afschrijven."""
    norm = waarden(_CODES, [gemeente], vandaag)[gemeente.pk, "sepa.aanlevertermijn_werkdagen"]
    vrij = holidays.financial_holidays("ECB", years=[vandaag.year, vandaag.year + 1])
    return eerste_incassodag(vandaag, int(norm.waarde) if norm else 1, vrij)


def controleer_incassodag(gemeente: Gemeente, incassodag: date) -> None:
    eerste = eerste_dag(gemeente, timezone.localdate())
    if incassodag < eerste:
        raise ValidationError(
            {"incassodag": f"De bank kan op zijn vroegst op {eerste:%d-%m-%Y} afschrijven."}
        )


@transaction.atomic
def maak_incassobatch(
    gemeente: Gemeente, *, incassodag: date, facturen: Iterable[int], versie: str, door, verwacht=None
) -> Incassobatch:
    """Maak het bestand voor de bank en bewaar het zoals het is. `verwacht` is het totaal dat iemand bevestigde."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_SLOT, gemeente.pk])
    vandaag = timezone.localdate()
    controleer_incassodag(gemeente, incassodag)
    kies = list(te_incasseren(gemeente, incassodag).filter(pk__in=list(facturen)))
    if not kies:
        raise ValidationError("Er is niets te incasseren. Kies minstens één factuur.")
    totaal = sum(factuur.open for factuur in kies)
    if verwacht is not None and totaal != verwacht:
        raise ValidationError("Het bedrag is intussen veranderd. Controleer de facturen opnieuw.")
    machtigingen = {m.relatie_id: m for m in Machtiging.objects.op(incassodag).filter(gemeente=gemeente)}
    gedaan = set(
        Incassoregel.objects.filter(machtiging__in=machtigingen.values()).values_list("machtiging", flat=True)
    )
    nummer = (
        f"INC{gemeente.code}-{vandaag:%Y%m%d}-{Incassobatch.objects.filter(gemeente=gemeente).count() + 1}"
    )
    regels = []
    for factuur in kies:
        machtiging = machtigingen[factuur.relatie_id]
        volgorde = Sepavolgorde.VOLGENDE if machtiging.pk in gedaan else Sepavolgorde.EERSTE
        gedaan.add(machtiging.pk)
        eerder = factuur.incassoregels.count()
        referentie = f"{factuur.nummer}-{eerder + 1}" if eerder else factuur.nummer
        regels.append(
            Incassoregel(
                machtiging=machtiging,
                factuur=factuur,
                bedrag=factuur.open,
                volgorde=volgorde,
                eindreferentie=referentie,
            )
        )
    inhoud = _bestand_inhoud(gemeente, nummer, incassodag, regels, versie)
    bestand = bewaar_bestand(inhoud, f"{nummer}.xml", "application/xml", gemeente=gemeente, door=door)
    batch = Incassobatch(
        gemeente=gemeente, nummer=nummer, incassodag=incassodag, versie=versie, aantal=len(regels), totaal=totaal,
        bestand=bestand, sha256=bestand.sha256, gemaakt_op=timezone.now(), gemaakt_door=door,
    )  # fmt: skip
    controleer(batch)
    batch.save(force_insert=True)
    for regel in regels:
        regel.batch = batch
        controleer(regel)
    Incassoregel.objects.bulk_create(regels)
    leg_vast(
        "incassobatch.gemaakt", onderwerp=batch, gemeente=gemeente, door=door, sha256=batch.sha256,
        omschrijving=f"Incassobatch {nummer}: {len(regels)} opdrachten, € {totaal}",
    )  # fmt: skip
    return batch


def _bestand_inhoud(gemeente, nummer, incassodag, regels, versie) -> bytes:
    vandaag = timezone.localdate()
    van = afzender(gemeente, vandaag)
    incassant_id = waarden(_CODES, [gemeente], vandaag)[gemeente.pk, "sepa.incassant_id"]
    if not incassant_id:
        raise ValidationError(
            "De incassant-id is niet vastgesteld. Laat die eerst vaststellen in het beleidskader."
        )
    opdrachten = [
        Incasso(
            eindreferentie=regel.eindreferentie, bedrag=regel.bedrag, machtiging=regel.machtiging.kenmerk,
            getekend_op=regel.machtiging.getekend_op, naam=regel.machtiging.naam, iban=regel.machtiging.iban,
            bic=regel.machtiging.bic, schema=regel.machtiging.schema, volgorde=regel.volgorde,
            omschrijving=f"Factuur {regel.factuur.nummer} {regel.factuur.betalingskenmerk}",
        )
        for regel in regels
    ]  # fmt: skip
    try:
        return pain008(
            berichtnummer=nummer, gemaakt_op=timezone.localtime().replace(tzinfo=None), incassodag=incassodag,
            incassant=Incassant(van.partij.naam or gemeente.naam, van.iban, incassant_id.waarde, van.bic),
            opdrachten=opdrachten, versie=versie,
        )  # fmt: skip
    except Sepafout as fout:
        raise ValidationError(str(fout)) from None
