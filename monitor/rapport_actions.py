"""Het collegerapport maken, schrijven, laten goedkeuren en vrijgeven (RH-079). Vier ogen, en daarna vast."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kern.actions.bestanden import bewaar_bestand
from kern.controle import controleer
from kern.jobs import start_taak
from kern.logbook import leg_vast
from kern.models import Achtergrondtaak, Gemeente
from kern.opmaak import datum, datumtijd
from kern.permissions import Recht
from kern.versions import controleer_versie
from monitor.models import Peilmoment, Rapport, Rapportstatus, Rapporttekst
from monitor.queries.dashboard import vorige_peildatum
from monitor.queries.peilmoment import waarden_van
from monitor.queries.rapport import afgeschermd, hoofdstukken, ontbreekt, te_veel
from monitor.rapport_documents import als_pdf, bouw, formatie_op

INTUSSEN_ANDERS = "Het rapport is intussen gewijzigd. Lees het opnieuw en geef het daarna vrij."
ANDER_RAPPORT = (
    "Intussen is een ander rapport vrijgegeven. Samen zouden de rapporten een klein aantal verraden. "
    "Zet dit rapport terug naar concept en leg het opnieuw voor; dan staat er wat veilig is."
)
ALLEEN_CONCEPT = "Alleen een concept kan nog worden gewijzigd. Zet het rapport eerst terug naar concept."


@transaction.atomic
def maak_rapport(peilmoment, *, door) -> Rapport:
    """Begin het rapport over een vastgezet peilmoment; de formatie wordt meteen vastgezet."""
    peilmoment = (
        Peilmoment.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=peilmoment.pk)
    )
    _mag(Recht.RAPPORT_SCHRIJVEN, peilmoment.gemeente, door)
    rapport = Rapport(
        gemeente=peilmoment.gemeente,
        peilmoment=peilmoment,
        formatie=formatie_op(peilmoment.gemeente, peilmoment.peildatum),
        gemaakt_door=door,
    )
    controleer(rapport)
    rapport.save()
    _log("rapport.gemaakt", rapport, door, f"Concept {rapport} gemaakt")
    return rapport


@transaction.atomic
def schrijf_teksten(rapport, *, teksten: Mapping[str, str], door, versie=None) -> Rapport:
    """Bewaar de toelichting per hoofdstuk; een lege tekst haalt haar weg. Fouten staan bij het hoofdstuk."""
    rapport = _slot(rapport)
    _mag(Recht.RAPPORT_SCHRIJVEN, rapport.gemeente, door)
    controleer_versie(rapport, versie)
    if not rapport.is_concept:
        raise ValidationError(ALLEEN_CONCEPT)
    bekend = {hoofdstuk.code for hoofdstuk in hoofdstukken(waarden_van(rapport.peilmoment))}
    fouten = {
        code: [f"Te lang: {reden}"] for code, tekst in teksten.items() if (reden := te_veel(code, tekst))
    }
    if fouten:
        raise ValidationError(fouten)
    if vreemd := set(teksten) - bekend:
        raise ValidationError(f"Dit hoofdstuk staat niet in het rapport: {', '.join(sorted(vreemd))}")
    er_zijn = {tekst.hoofdstuk: tekst for tekst in rapport.teksten.select_for_update()}
    gewijzigd = [
        code for code, tekst in teksten.items() if _zet_tekst(rapport, er_zijn.get(code), code, tekst, door)
    ]
    if gewijzigd:
        rapport.versie += 1
        rapport.save(update_fields=["versie"])
        _log(
            "rapport.geschreven", rapport, door, f"Toelichting in {rapport} gewijzigd", hoofdstukken=gewijzigd
        )
    return rapport


def _zet_tekst(rapport, huidig, code: str, tekst: str, door) -> bool:
    tekst = tekst.strip()
    if huidig is None:
        if not tekst:
            return False
        huidig = Rapporttekst(rapport=rapport, hoofdstuk=code, versie=0)
    elif not tekst:
        huidig.delete()
        return True
    elif huidig.tekst == tekst:
        return False
    huidig.tekst, huidig.geschreven_door, huidig.versie = tekst, door, huidig.versie + 1
    huidig.full_clean()
    huidig.save()
    return True


@transaction.atomic
def vraag_akkoord(rapport, *, door) -> Rapport:
    """Leg het rapport voor: vanaf nu staat de inhoud vast, tot iemand het goedkeurt of terugzet.

    Raises: ValidationError als er een toelichting of bijsturing bij een gemist doel ontbreekt (RH-078).
    """
    rapport = _slot(rapport)
    _mag(Recht.RAPPORT_SCHRIJVEN, rapport.gemeente, door)
    if not rapport.is_concept:
        raise ValidationError("Dit rapport is al voorgelegd.")
    teksten = teksten_van(rapport)
    _moet_compleet(rapport, teksten)
    rapport.inhoud, zicht = bouw(rapport, teksten)
    rapport.cellen = zicht.als_json()
    rapport.status, rapport.ingediend_door, rapport.ingediend_op = (
        Rapportstatus.TER_GOEDKEURING,
        door,
        timezone.now(),
    )
    return _bewaar(rapport, "rapport.ingediend", door, "ter goedkeuring voorgelegd")


@transaction.atomic
def keur_goed(rapport, *, door) -> Rapport:
    """Keur goed wat een ander schreef en voorlegde. Zonder bijsturing bij een gemist doel kan dat niet."""
    rapport = _slot(rapport)
    _mag(Recht.RAPPORT_GOEDKEUREN, rapport.gemeente, door)
    if rapport.status != Rapportstatus.TER_GOEDKEURING:
        raise ValidationError("Dit rapport ligt niet ter goedkeuring.")
    if door.pk in rapport.schrijvers():
        raise ValidationError("Je schreef zelf mee aan dit rapport. Vraag een collega om het goed te keuren.")
    _moet_compleet(rapport, teksten_van(rapport))
    rapport.status, rapport.goedgekeurd_door, rapport.goedgekeurd_op = (
        Rapportstatus.GOEDGEKEURD,
        door,
        timezone.now(),
    )
    return _bewaar(rapport, "rapport.goedgekeurd", door, "goedgekeurd")


@transaction.atomic
def zet_terug(rapport, *, reden: str, door) -> Rapport:
    """Terug naar concept, met een reden; daarna moet het opnieuw worden voorgelegd en goedgekeurd."""
    rapport = _slot(rapport)
    if not door.mag(Recht.RAPPORT_GOEDKEUREN, rapport.gemeente_id):
        _mag(Recht.RAPPORT_SCHRIJVEN, rapport.gemeente, door)
    if rapport.status not in (Rapportstatus.TER_GOEDKEURING, Rapportstatus.GOEDGEKEURD):
        raise ValidationError("Dit rapport kan niet terug naar concept.")
    if not reden.strip():
        raise ValidationError({"reden": "Schrijf op wat er anders moet."})
    rapport.status = Rapportstatus.CONCEPT
    rapport.ingediend_door = rapport.ingediend_op = rapport.goedgekeurd_door = rapport.goedgekeurd_op = None
    rapport.inhoud, rapport.cellen = {}, {}
    return _bewaar(rapport, "rapport.teruggezet", door, f"terug naar concept: {reden.strip()}")


VRIJGAVE = "collegerapport-vrijgeven"


@transaction.atomic
def vraag_vrijgave(rapport, *, door) -> Achtergrondtaak:
    """Zet het vrijgeven klaar: de PDF wordt op de achtergrond gemaakt. Twee keer vragen is één keer vrijgeven."""
    rapport = _slot(rapport)
    _mag(Recht.RAPPORT_VRIJGEVEN, rapport.gemeente, door)
    _is_goedgekeurd(rapport)
    _moet_veilig(rapport)
    return start_taak(
        VRIJGAVE,
        titel=f"{str(rapport).capitalize()} vrijgeven, {rapport.gemeente}",
        door=door,
        gemeente=rapport.gemeente,
        # What was read and confirmed is what is released: another version is refused.
        parameters={"rapport": rapport.pk, "versie": rapport.versie},
        sleutel=str(rapport.pk),
    )


def lopende_vrijgave(rapport) -> Achtergrondtaak | None:
    """De taak die dit rapport nu vrijgeeft, of None."""
    eigen = Achtergrondtaak.objects.filter(soort=VRIJGAVE, sleutel=str(rapport.pk))
    return eigen.filter(status__in=["wacht", "bezig"]).first()


@transaction.atomic
def geef_vrij(rapport, *, door, versie=None, voortgang=None) -> Rapport:
    """Geef het goedgekeurde rapport vrij: de PDF wordt gemaakt en bewaard, en verandert niet meer.

    Het opmaken gaat vóór het slot, zodat niemand op de PDF wacht; daarna telt alleen de versie die is opgemaakt.
    """
    gelezen = _rijen().get(pk=rapport.pk)
    _mag(Recht.RAPPORT_VRIJGEVEN, gelezen.gemeente, door)
    _is_goedgekeurd(gelezen)
    if versie not in (None, gelezen.versie):
        raise ValidationError(INTUSSEN_ANDERS)
    nu = timezone.now()
    inhoud = gelezen.inhoud | {
        "goedgekeurd": f"{datumtijd(gelezen.goedgekeurd_op)} door {gelezen.goedgekeurd_door}",
        "vrijgegeven": f"{datumtijd(nu)} door {door}",
    }
    pdf = als_pdf(inhoud)
    if voortgang:
        voortgang(1, 2, "het rapport is opgemaakt en wordt bewaard")
    rapport = _slot(gelezen)
    if rapport.versie != gelezen.versie:
        raise ValidationError(INTUSSEN_ANDERS)
    _moet_veilig(rapport)
    naam = f"collegerapport-{rapport.gemeente.code}-{rapport.peilmoment.peildatum:%Y-%m-%d}-v{rapport.nummer}.pdf"
    bestand = bewaar_bestand(pdf.bytes, naam, gemeente=rapport.gemeente, door=door)
    rapport.inhoud, rapport.bestand, rapport.sha256 = inhoud, bestand, pdf.sha256
    rapport.status, rapport.vrijgegeven_door, rapport.vrijgegeven_op = Rapportstatus.VRIJGEGEVEN, door, nu
    return _bewaar(rapport, "rapport.vrijgegeven", door, "vrijgegeven", sha256=pdf.sha256)


def _is_goedgekeurd(rapport) -> None:
    if rapport.status == Rapportstatus.VRIJGEGEVEN:
        raise ValidationError("Dit rapport is al vrijgegeven.")
    if rapport.status != Rapportstatus.GOEDGEKEURD:
        raise ValidationError("Alleen een goedgekeurd rapport kan worden vrijgegeven.")


@transaction.atomic
def verbeter_rapport(rapport, *, reden: str, door) -> Rapport:
    """Maak een nieuwe versie van een vrijgegeven rapport; de oude blijft zoals hij is."""
    oud = _slot(rapport)
    _mag(Recht.RAPPORT_SCHRIJVEN, oud.gemeente, door)
    if oud.status != Rapportstatus.VRIJGEGEVEN:
        raise ValidationError(
            "Dit rapport is nog niet vrijgegeven. Zet het terug naar concept en wijzig het."
        )
    if Rapport.objects.filter(verbetert=oud).exists():
        raise ValidationError("Er is al een nieuwere versie van dit rapport. Open die versie.")
    nieuw = Rapport(
        gemeente=oud.gemeente, peilmoment=oud.peilmoment, nummer=oud.nummer + 1, verbetert=oud, reden=reden.strip(),
        formatie=oud.formatie, gemaakt_door=door,
    )  # fmt: skip
    controleer(nieuw, {"rapport_verbetering_noemt_oude": "reden"})
    nieuw.save()
    for tekst in oud.teksten.all():
        Rapporttekst.objects.create(
            rapport=nieuw, hoofdstuk=tekst.hoofdstuk, tekst=tekst.tekst, geschreven_door=tekst.geschreven_door
        )
    _log("rapport.verbeterd", nieuw, door, f"Nieuwe versie van {oud}: {nieuw.reden}", verbetert=oud.pk)
    return nieuw


def teksten_van(rapport) -> dict[str, str]:
    """De toelichting per hoofdstuk."""
    return dict(rapport.teksten.values_list("hoofdstuk", "tekst"))


# ---- machinery -----------------------------------------------------------------------------------------
def _moet_compleet(rapport, teksten) -> None:
    if mist := ontbreekt(rapport, waarden_van(rapport.peilmoment), teksten):
        raise ValidationError(mist)


def _moet_veilig(rapport) -> None:
    """Is het afschermen nog goed, met wat er sinds het voorleggen is vrijgegeven? Eén vrijgave tegelijk per gemeente."""
    Gemeente.objects.select_for_update(no_key=True).get(pk=rapport.gemeente_id)
    moment = rapport.peilmoment
    nu = afgeschermd(rapport, waarden_van(moment), vorige_peildatum(moment.peildatum))
    if nu.als_json() != rapport.cellen:
        raise ValidationError(ANDER_RAPPORT)


def _bewaar(rapport, soort, door, wat, **gegevens) -> Rapport:
    rapport.versie += 1
    controleer(rapport)
    rapport.save()
    _log(soort, rapport, door, f"{str(rapport).capitalize()}: {wat}", **gegevens)
    return rapport


def _rijen():
    return Rapport.objects.select_related("gemeente", "peilmoment__gemeente", "verbetert", "goedgekeurd_door")


def _slot(rapport) -> Rapport:
    return _rijen().select_for_update(of=("self",)).get(pk=rapport.pk)


def _mag(recht, gemeente, door) -> None:
    if not door.mag(recht, gemeente.pk):
        raise PermissionDenied


def _log(soort, rapport, door, omschrijving, **gegevens) -> None:
    leg_vast(
        soort,
        onderwerp=rapport,
        door=door,
        omschrijving=omschrijving,
        peildatum=datum(rapport.peilmoment.peildatum),
        **gegevens,
    )
