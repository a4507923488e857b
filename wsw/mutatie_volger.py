"""Hoe mutaties vanzelf ontstaan: elk feit dat de salarispartij moet weten, wordt bijgehouden tegen wat zij al weet.

Een feit heeft een sleutel, zoals "plaatsing-12-einde". Bij elke handeling wordt het opnieuw bekeken:

- nog niet bekend: een mutatie;
- veranderd en nog niet verstuurd: de oude vervalt, de nieuwe komt ervoor in de plaats;
- veranderd en al verstuurd: een verbetering;
- ongedaan gemaakt: vervalt, of als zij al verstuurd was: een mutatie dat het niet doorgaat.

Wat met een import komt, is bij de salarispartij al bekend en geeft geen mutatie (docs/besluiten).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from kern.opmaak import getal
from personen.models import Persoon
from werkgevers.choices import DIENSTVERBANDSOORTEN, Urensoort
from werkgevers.models import Urenstaat, Uurregel
from werkgevers.undo_actions import BEGONNEN
from wsw.choices import Mutatiesoort
from wsw.models import Dienstverband, Mutatie

# Fields of a person that a payroll needs to know about; the number itself never stands in a mutation.
_PERSOONSVELDEN = {"achternaam", "tussenvoegsel", "voorletters", "roepnaam", "geboortedatum", "bsn"}
_BIJZONDER = (Urensoort.MEER, Urensoort.VERLOF, Urensoort.ZIEK, Urensoort.NIET_GEWERKT)


@dataclass(frozen=True)
class Feit:
    """Wat er nu geldt; `tekst` leeg betekent: dit feit is er niet (meer)."""

    sleutel: str
    persoon_id: int
    soort: Mutatiesoort
    dag: date
    tekst: str


def volg(wat) -> None:
    """Maak van deze regels van het logboek mutaties, voor wie een Wsw-dienstverband heeft."""
    feiten = list(_urenstaten([paar for paar in wat if paar[0].soort in _URENSTATEN]))
    feiten += [
        (gebeurtenis, feit)
        for gebeurtenis, ding in wat
        if gebeurtenis.soort in _BRONNEN
        for feit in _BRONNEN[gebeurtenis.soort](gebeurtenis, ding)
    ]
    mensen = {feit.persoon_id for _, feit in feiten}
    if not mensen:
        return
    dienstverbanden: dict[int, list[Dienstverband]] = {}
    for dienstverband in Dienstverband.objects.filter(persoon__in=mensen).select_related("persoon"):
        dienstverbanden.setdefault(dienstverband.persoon_id, []).append(dienstverband)
    sleutels = [feit.sleutel for _, feit in feiten if feit.persoon_id in dienstverbanden]
    bekend: dict[str, Mutatie] = {}
    if sleutels:
        rijen = Mutatie.objects.geldig().filter(sleutel__in=sleutels).order_by("pk")
        bekend = {mutatie.sleutel: mutatie for mutatie in rijen}
    nieuw = []
    for gebeurtenis, feit in feiten:
        bij = [d for d in dienstverbanden.get(feit.persoon_id, ()) if d.geldt_op(feit.dag)]
        if bij or feit.sleutel in bekend:
            nieuw.append(_stem_af(gebeurtenis, feit, bij[0] if bij else None, bekend.get(feit.sleutel)))
    Mutatie.objects.bulk_create(mutatie for mutatie in nieuw if mutatie)


def _stem_af(gebeurtenis, feit: Feit, dienstverband, vorige: Mutatie | None) -> Mutatie | None:
    if vorige and (vorige.omschrijving, vorige.ingangsdatum) == (feit.tekst, feit.dag):
        return None
    verbetering = vorige is not None and vorige.levering_id is not None
    if vorige and not verbetering:
        vorige.vervallen_op = timezone.now()
        vorige.reden_vervallen = "Gewijzigd of ongedaan gemaakt voor het versturen"
        vorige.save(update_fields=["vervallen_op", "reden_vervallen"])
        # What was open may itself mend something that was sent before.
        verbetering = vorige.verbetering
    tekst = feit.tekst
    if not tekst:
        if vorige is None or not verbetering:
            return None
        tekst = f"Gaat niet door: {vorige.omschrijving}"[:400]
    bij = dienstverband or (vorige.dienstverband if vorige else None)
    if bij is None:
        return None
    return Mutatie(
        gemeente_id=bij.persoon.gemeente_id,
        persoon_id=feit.persoon_id,
        dienstverband=bij,
        soort=feit.soort,
        ingangsdatum=feit.dag,
        omschrijving=tekst[:400],
        sleutel=feit.sleutel,
        verbetering=verbetering,
        gebeurtenis=gebeurtenis,
        doorgegeven_door=gebeurtenis.gebruiker,
    )


def _dienstverband(gebeurtenis, ding) -> Iterator[Feit]:
    wat = f"dienstverband-{ding.pk}"
    if gebeurtenis.soort == "dienstverband.begonnen":
        indeling = ding.indelingen.order_by("begindatum").select_related("formele_werkgever").first()
        yield Feit(
            f"{wat}-begin", ding.persoon_id, Mutatiesoort.IN_DIENST, ding.begindatum,
            f"In dienst, {ding.get_regeling_display()}, {ding.get_cao_display()}: {_indeling_in_woorden(indeling)}",
        )  # fmt: skip
    else:
        yield Feit(
            f"{wat}-einde", ding.persoon_id, Mutatiesoort.UIT_DIENST, ding.einddatum,
            f"Uit dienst, laatste dag {ding.einddatum:%d-%m-%Y}: {ding.get_reden_einde_display()}",
        )  # fmt: skip


def _indeling(gebeurtenis, ding) -> Iterator[Feit]:
    yield Feit(
        f"indeling-{ding.pk}", ding.dienstverband.persoon_id, Mutatiesoort.UREN, ding.begindatum,
        _indeling_in_woorden(ding),
    )  # fmt: skip


def _indeling_in_woorden(indeling) -> str:
    schaal = f", schaal {indeling.schaal}" if indeling.schaal else ""
    return (
        f"{getal(indeling.uren_per_week)} uur per week{schaal}, {indeling.get_groep_display()}, "
        f"{indeling.formele_werkgever}"
    )


def _plaatsing(gebeurtenis, ding) -> Iterator[Feit]:
    if ding.soort not in DIENSTVERBANDSOORTEN:
        return
    wat, wie = f"plaatsing-{ding.pk}", ding.persoon_id
    weg = gebeurtenis.soort == "plaatsing.ongedaan" and gebeurtenis.gegevens.get("wat") == BEGONNEN
    begin = f"Werkt bij {ding.relatie}, {ding.get_soort_display()}"
    begin += f", {getal(ding.uren_per_week)} uur per week" if ding.uren_per_week else ""
    begin += f", contract tot en met {ding.contract_tot:%d-%m-%Y}" if ding.contract_tot else ""
    einde = (
        f"Stopt bij {ding.relatie}, laatste dag {ding.einddatum:%d-%m-%Y}: {ding.get_reden_einde_display()}"
        if ding.einddatum and not weg
        else ""
    )
    yield Feit(f"{wat}-begin", wie, Mutatiesoort.PLAATSING, ding.begindatum, "" if weg else begin)
    yield Feit(f"{wat}-einde", wie, Mutatiesoort.PLAATSING, ding.einddatum or ding.begindatum, einde)


def _adres(gebeurtenis, ding) -> Iterator[Feit]:
    yield Feit(
        f"adres-{ding.pk}", ding.persoon_id, Mutatiesoort.ADRES, ding.begindatum,
        f"Nieuw adres: {ding.straat} {ding.huisnummer}, {ding.postcode} {ding.plaats}",
    )  # fmt: skip


def _persoon(gebeurtenis, ding) -> Iterator[Feit]:
    velden = sorted(_PERSOONSVELDEN & set(gebeurtenis.gegevens.get("velden", ())))
    if not velden:
        return
    namen = [str(veld.verbose_name) for veld in Persoon._meta.fields if veld.name in velden]
    yield Feit(
        f"persoon-{ding.pk}-{gebeurtenis.pk}", ding.pk, Mutatiesoort.PERSOON, timezone.localdate(),
        f"Gewijzigd: {', '.join(namen)}. De naam is nu {ding.weergavenaam}",
    )  # fmt: skip


def _urenstaten(wat) -> Iterator[tuple]:
    """De bijzondere uren van een complete maand: ziek, verlof, meer en niet gewerkt (RH-146); twee vragen."""
    per_staat = {
        (overeenkomst.pk, gebeurtenis.gegevens.get("maand")): (gebeurtenis, overeenkomst)
        for gebeurtenis, overeenkomst in wat
        if overeenkomst.persoon_id
    }
    if not per_staat:
        return
    bijzonder = Uurregel.objects.filter(soort__in=_BIJZONDER, uren__gt=0).order_by("soort")
    staten = Urenstaat.objects.filter(
        overeenkomst__in={pk for pk, _ in per_staat}, maand__in={maand for _, maand in per_staat}
    ).select_related("overeenkomst__relatie")
    for staat in staten.prefetch_related(Prefetch("regels", bijzonder, to_attr="bijzonder")):
        if (staat.overeenkomst_id, str(staat.maand)) not in per_staat:
            continue
        gebeurtenis, overeenkomst = per_staat[staat.overeenkomst_id, str(staat.maand)]
        delen = (
            [f"{getal(r.uren)} uur {r.get_soort_display()}" for r in staat.bijzonder]
            if staat.compleet
            else []
        )
        tekst = (
            f"Uren {staat.maand:%m-%Y} bij {staat.overeenkomst.relatie}: {', '.join(delen)}" if delen else ""
        )
        dag = max(staat.maand, overeenkomst.begindatum)
        yield (
            gebeurtenis,
            Feit(f"urenstaat-{staat.pk}", overeenkomst.persoon_id, Mutatiesoort.MAANDUREN, dag, tekst),
        )


_URENSTATEN = ("urenstaat.compleet", "urenstaat.open")
_BRONNEN: dict[str, Callable[..., Iterator[Feit]]] = {
    "dienstverband.begonnen": _dienstverband,
    "dienstverband.beeindigd": _dienstverband,
    "indeling.gewijzigd": _indeling,
    "indeling.verbeterd": _indeling,
    "plaatsing.begonnen": _plaatsing,
    "plaatsing.beeindigd": _plaatsing,
    "plaatsing.verlengd": _plaatsing,
    "plaatsing.ongedaan": _plaatsing,
    "adres.vastgelegd": _adres,
    "persoon.gewijzigd": _persoon,
}
SOORTEN = frozenset([*_BRONNEN, *_URENSTATEN])
