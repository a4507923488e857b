"""Een bankbestand controleren en inlezen: elke regel één keer, en wat zeker is meteen gekoppeld (RH-149)."""

import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from kern.controle import controleer
from kern.jobs import start_taak
from kern.logbook import leg_vast
from kern.models import Bestand, Gemeente
from kern.uploads import schone_naam
from werkgevers.actions.koppelen import koppel_alles
from werkgevers.choices import Bankbestandsoort, Terzijde
from werkgevers.models import (
    Bankafschrift,
    Bankbestand,
    Betaling,
    Incassoregel,
    Machtiging,
)
from werkgevers.queries.afzender import afzender
from werkgevers.rules.bank import Afschrift, Bankfout, Bankregel, lees_bankbestand, vingerafdrukken
from werkgevers.rules.koppelen import NUL

TAAK = "bankbestand"
_SLOT = 20261122  # advisory lock: one bank file of a gemeente at a time


@transaction.atomic
def laad_bankbestand(
    *, gemeente: Gemeente, naam: str, inhoud: bytes, door, met_taak: bool = True
) -> Bankbestand:
    """Controleer een bestand helemaal en zet het klaar. Fout: een ValidationError, en er is niets bewaard."""
    if len(inhoud) > settings.UPLOAD_MAX_BYTES:
        raise ValidationError("Dit bestand is te groot. Haal bij de bank een kortere periode op.")
    sha256 = hashlib.sha256(inhoud).hexdigest()
    # The same file sent twice at once waits here, and then finds itself.
    Gemeente.objects.select_for_update(no_key=True).get(pk=gemeente.pk)
    eerder = Bankbestand.objects.filter(gemeente=gemeente, sha256=sha256).first()
    if eerder and eerder.verwerkt_op is None and met_taak and not (eerder.taak and eerder.taak.loopt):
        # Reading it failed or was stopped: the same file is the way to try again.
        _begin_taak(eerder, door)
        return eerder
    if eerder:
        raise ValidationError(
            f"Dit bestand is al ingelezen op {timezone.localtime(eerder.gemaakt_op):%d-%m-%Y}. Er is niets veranderd.",
            code="dubbel",
        )
    afschriften = _lees(inhoud)
    for afschrift in afschriften:
        _controleer_rekening(gemeente, afschrift)
    soort = Bankbestandsoort(afschriften[0].soort)
    bestand = Bestand(
        gemeente=gemeente, naam=schone_naam(naam)[:150], grootte=len(inhoud), sha256=sha256, inhoud=inhoud,
        mediatype="application/xml" if soort == Bankbestandsoort.CAMT else "text/plain", gemaakt_door=door,
    )  # fmt: skip
    bestand.full_clean(exclude=["inhoud", "gemaakt_door"])
    bestand.save()
    bankbestand = Bankbestand(
        gemeente=gemeente, bestand=bestand, sha256=sha256, soort=soort, gemaakt_door=door
    )
    controleer(bankbestand)
    bankbestand.save()
    leg_vast(
        "bankbestand.geladen", onderwerp=bankbestand, gemeente=gemeente, door=door,
        omschrijving=f"Bankbestand geladen: {soort.label}, {len(afschriften)} afschriften",
    )  # fmt: skip
    if met_taak:
        _begin_taak(bankbestand, door)
    return bankbestand


def _begin_taak(bankbestand: Bankbestand, door) -> None:
    bankbestand.taak = start_taak(
        TAAK, titel="Bankbestand inlezen", door=door, gemeente=bankbestand.gemeente,
        parameters={"bankbestand": bankbestand.pk}, sleutel=f"{bankbestand.pk}",
    )  # fmt: skip
    bankbestand.save(update_fields=["taak"])


def _lees(inhoud: bytes) -> tuple[Afschrift, ...]:
    try:
        return lees_bankbestand(inhoud)
    except Bankfout as fout:
        raise ValidationError(str(fout), code="bankfout") from None


def _eigen_rekening(gemeente, afschrift: Afschrift) -> str:
    """The account of the statement; an old account number becomes the IBAN of the gemeente that ends on it."""
    eigen = afzender(gemeente, afschrift.datum).iban
    kaal = afschrift.rekening.lstrip("0")
    return eigen if eigen and kaal.isdecimal() and eigen.endswith(kaal) else afschrift.rekening


def _controleer_rekening(gemeente, afschrift: Afschrift) -> None:
    rekening = _eigen_rekening(gemeente, afschrift)
    eigen = afzender(gemeente, afschrift.datum).iban
    if eigen and rekening != eigen:
        raise ValidationError(
            f"Dit is een afschrift van rekening {afschrift.rekening}. Facturen van {gemeente} worden betaald op {eigen}.",
            code="rekening",
        )
    van_ander = Bankafschrift.objects.filter(rekening=rekening).exclude(gemeente=gemeente)
    # Also when both kaders name this account: otherwise one receipt would be booked in both.
    if van_ander.exists():
        raise ValidationError(
            "Deze rekening hoort bij de administratie van een andere gemeente. Kies het goede bestand.",
            code="rekening",
        )
    anders = Bankafschrift.objects.filter(gemeente=gemeente, rekening=rekening, datum=afschrift.datum)
    if anders.exclude(soort=afschrift.soort).exists():
        raise ValidationError(
            f"Van {afschrift.datum:%d-%m-%Y} is al een andere soort bestand ingelezen. "
            "Lees voor een rekening steeds dezelfde soort in, anders staat elke betaling er dubbel.",
            code="andere_soort",
        )


@transaction.atomic
def verwerk_bankbestand(bankbestand: Bankbestand, *, door, voortgang=None) -> Bankbestand:
    """Zet de nieuwe regels van een bestand in de administratie en koppel wat zeker is. Nog eens doen verandert niets."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_SLOT, bankbestand.gemeente_id])
    bankbestand = (
        Bankbestand.objects.select_for_update(of=("self",))
        .select_related("gemeente", "bestand")
        .get(pk=bankbestand.pk)
    )
    if bankbestand.verwerkt_op:
        return bankbestand
    afschriften = _lees(bytes(bankbestand.bestand.inhoud))
    nieuw, bekend = _bewaar_regels(bankbestand, afschriften)
    telling = koppel_alles(bankbestand.gemeente, nieuw, door, voortgang)
    bankbestand.verwerkt_op = timezone.now()
    bankbestand.uitkomst = {
        "afschriften": len(afschriften),
        "regels": len(nieuw) + bekend,
        "nieuw": len(nieuw),
        "al_bekend": bekend,
        "bij": str(sum((b.bedrag for b in nieuw if b.bedrag > 0), NUL)),
        "af": str(sum((b.bedrag for b in nieuw if b.bedrag < 0), NUL)),
        "waarschuwingen": [w for afschrift in afschriften for w in afschrift.waarschuwingen],
        **telling,
    }
    bankbestand.save(update_fields=["verwerkt_op", "uitkomst"])
    leg_vast(
        "bankbestand.ingelezen", onderwerp=bankbestand, gemeente=bankbestand.gemeente, door=door,
        omschrijving=f"Bankbestand ingelezen: {len(nieuw)} nieuwe regels, {telling['gekoppeld']} gekoppeld",
    )  # fmt: skip
    return bankbestand


def _bewaar_regels(bankbestand, afschriften) -> tuple[list[Betaling], int]:
    """The lines that are not there yet. Overlapping files give only what is new."""
    nieuw: list[Betaling] = []
    bekend = 0
    for afschrift, afdrukken in zip(afschriften, _afdrukken(bankbestand.gemeente, afschriften), strict=True):
        rekening = _eigen_rekening(bankbestand.gemeente, afschrift)
        er_al = set(
            Betaling.objects.filter(gemeente=bankbestand.gemeente, vingerafdruk__in=afdrukken).values_list(
                "vingerafdruk", flat=True
            )
        )
        rij, _ = Bankafschrift.objects.get_or_create(
            gemeente=bankbestand.gemeente, rekening=rekening, soort=afschrift.soort, kenmerk=afschrift.kenmerk,
            defaults={
                "bankbestand": bankbestand, "datum": afschrift.datum,
                "beginsaldo": afschrift.beginsaldo, "eindsaldo": afschrift.eindsaldo,
            },
        )  # fmt: skip
        nummer = rij.betalingen.count()
        eigen = _eigen_incassos(bankbestand.gemeente, afschrift.regels)
        for regel, afdruk in zip(afschrift.regels, afdrukken, strict=True):
            if afdruk in er_al:
                bekend += 1
                continue
            nummer += 1
            nieuw.append(_betaling(bankbestand.gemeente, rij, nummer, regel, afdruk, eigen))
    Betaling.objects.bulk_create(nieuw, batch_size=1000)
    return nieuw, bekend


def _afdrukken(gemeente, afschriften) -> list[list[str]]:
    """Per statement; two equal lines in two statements of one file are two payments, so they count on."""
    per_rekening: dict[str, list[tuple[int, int, Bankregel]]] = {}
    for a, afschrift in enumerate(afschriften):
        rekening = _eigen_rekening(gemeente, afschrift)
        per_rekening.setdefault(rekening, []).extend(
            (a, r, regel) for r, regel in enumerate(afschrift.regels)
        )
    uit: list[list[str]] = [[""] * len(afschrift.regels) for afschrift in afschriften]
    for rekening, plekken in per_rekening.items():
        afdrukken = vingerafdrukken(rekening, [regel for _, _, regel in plekken])
        for (a, r, _), afdruk in zip(plekken, afdrukken, strict=True):
            uit[a][r] = afdruk
    return uit


def _eigen_incassos(gemeente, regels) -> set[str]:
    """End-to-end ids and mandates of ours among these lines: money that leaves under one of them is a storno."""
    ids = {regel.eindreferentie for regel in regels if regel.bedrag < 0} - {""}
    machtigingen = {regel.machtiging for regel in regels if regel.bedrag < 0} - {""}
    van_ons = Incassoregel.objects.filter(batch__gemeente=gemeente, eindreferentie__in=ids)
    gegeven = Machtiging.objects.filter(gemeente=gemeente, kenmerk__in=machtigingen)
    return {
        *van_ons.values_list("eindreferentie", flat=True),
        *gegeven.values_list("kenmerk", flat=True),
    }


def _betaling(gemeente, afschrift, nummer, regel: Bankregel, afdruk, eigen: set[str]) -> Betaling:
    # Not every bank marks a storno; what we collected ourselves and goes out again is one.
    storno = regel.storno or (regel.bedrag < 0 and bool({regel.eindreferentie, regel.machtiging} & eigen))
    betaling = Betaling(
        gemeente=gemeente, afschrift=afschrift, volgnummer=nummer, vingerafdruk=afdruk, datum=regel.datum,
        bedrag=regel.bedrag, omschrijving=regel.omschrijving, tegenrekening=regel.tegenrekening,
        tegennaam=regel.tegennaam, kenmerk=regel.kenmerk, eindreferentie=regel.eindreferentie,
        bankreferentie=regel.bankreferentie, machtiging=regel.machtiging, storno=storno,
        stornoreden=regel.reden,
    )  # fmt: skip
    if regel.bedrag <= 0 and not storno:
        betaling.terzijde, betaling.terzijde_toelichting = Terzijde.GEEN_FACTUUR, "Afschrijving"
    betaling.clean_fields(exclude=["gemeente", "afschrift", "draait_terug"])
    return betaling
