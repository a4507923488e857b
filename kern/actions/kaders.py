"""Een beleidskader maken, verlengen en afsluiten: opgesteld door de een, vastgesteld door een ander (HT-001).

Een kader dat vervangen wordt, verdwijnt niet: het eindigt de dag voor zijn opvolger, en wat toen is
berekend blijft op die waarden rusten.
"""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from kern.actions.beleid import gemeenten_van, mag_in_kader
from kern.controle import controleer
from kern.logbook import leg_vast
from kern.models import Beleidskader, Beleidsstatus, Gemeente, Parameter, Samenwerkingsverband
from kern.opmaak import datum
from kern.permissions import Recht

VELD_BIJ = {"beleidskader_geen_overlap": "begindatum"}
NIET_ZELF = "Je hebt dit zelf opgesteld. Vraag een collega om het vast te stellen."


@transaction.atomic
def maak_kader(
    *,
    naam: str,
    begindatum: date,
    bron: str,
    door,
    gemeente: Gemeente | None = None,
    verband: Samenwerkingsverband | None = None,
    einddatum: date | None = None,
    besluit: str = "",
    bestuurder: str = "",
    neem_over: Beleidskader | None = None,
) -> Beleidskader:
    """Maak een concept; met `neem_over` komen de waarden die daar het laatst golden mee, ook als concept."""
    kader = Beleidskader(
        code=_vrije_code(f"{slugify(naam)[:48]}-{begindatum:%Y}"),
        naam=naam,
        gemeente=gemeente,
        verband=verband,
        status=Beleidsstatus.CONCEPT,
        begindatum=begindatum,
        einddatum=einddatum,
        bron=bron,
        besluit=besluit,
        bestuurder=bestuurder,
        opgesteld_door=door,
    )
    if not mag_in_kader(door, Recht.BELEID_WIJZIGEN, kader):
        raise PermissionDenied
    if neem_over and (neem_over.gemeente, neem_over.verband) != (gemeente, verband):
        raise ValidationError({"neem_over": "Neem alleen waarden over uit een kader van dezelfde eigenaar."})
    controleer(kader, VELD_BIJ)
    kader.save()
    aantal = _neem_waarden_over(neem_over, kader, door) if neem_over else 0
    leg_vast(
        "kader.opgesteld",
        onderwerp=kader,
        door=door,
        omschrijving=f"Kader {kader} opgesteld, vanaf {datum(begindatum)}, met {aantal} waarden",
        waarden=aantal,
    )
    return kader


def _vrije_code(begin: str) -> str:
    code, nummer = begin, 1
    while Beleidskader.objects.filter(code=code).exists():
        nummer += 1
        code = f"{begin}-{nummer}"
    return code


def _neem_waarden_over(oud: Beleidskader, nieuw: Beleidskader, door) -> int:
    """Wat op de laatste dag voor het nieuwe kader gold (of op de laatste dag van het oude), als concept."""
    dag = nieuw.begindatum - timedelta(days=1)
    if oud.einddatum and oud.einddatum < dag:
        dag = oud.einddatum
    geldend = oud.parameters.filter(status=Beleidsstatus.VASTGESTELD).op(dag)
    concepten = [
        Parameter(
            kader=nieuw,
            code=p.code,
            soort=p.soort,
            eenheid=p.eenheid,
            waarde=p.waarde,
            status=Beleidsstatus.CONCEPT,
            versie=1,
            begindatum=nieuw.begindatum,
            einddatum=nieuw.einddatum,
            bron=p.bron,
            rij=p.rij,
            zekerheid=p.zekerheid,
            toelichting=f"Overgenomen uit {oud}.",
            opgesteld_door=door,
        )
        for p in geldend
    ]
    return len(Parameter.objects.bulk_create(concepten))


@transaction.atomic
def stel_kader_vast(kader: Beleidskader, *, door) -> Beleidskader:
    """Stel een concept vast met al zijn waarden; het kader dat nu loopt, eindigt de dag ervoor."""
    kader = _vergrendel(kader)
    _eis_vaststellen(kader, door)
    if kader.status != Beleidsstatus.CONCEPT:
        raise ValidationError("Dit kader is geen concept meer. Ververs de pagina.")
    if kader.opgesteld_door_id == door.pk:
        raise ValidationError(NIET_ZELF)
    concepten = kader.parameters.filter(status=Beleidsstatus.CONCEPT)
    if concepten.filter(opgesteld_door=door).exists():
        raise ValidationError(
            "Je hebt zelf een waarde in dit kader opgesteld. Vraag een collega om het vast te stellen."
        )
    vorige = _lopend_voor(kader)
    if vorige:
        _zet_einde(vorige, kader.begindatum - timedelta(days=1))
        # Its end was decided here, so a later run of laad_kaders leaves it alone.
        vorige.vastgesteld_door, vorige.vastgesteld_op = door, timezone.now()
        vorige.save(update_fields=["einddatum", "vastgesteld_door", "vastgesteld_op"])
    kader.status = Beleidsstatus.VASTGESTELD
    kader.vastgesteld_door, kader.vastgesteld_op = door, timezone.now()
    controleer(kader, VELD_BIJ)
    kader.save(update_fields=["status", "vastgesteld_door", "vastgesteld_op"])
    aantal = concepten.update(
        status=Beleidsstatus.VASTGESTELD, vastgesteld_door=door, vastgesteld_op=timezone.now()
    )
    leg_vast(
        "kader.vastgesteld",
        onderwerp=kader,
        door=door,
        omschrijving=f"Kader {kader} vastgesteld, vanaf {datum(kader.begindatum)}, met {aantal} waarden",
        waarden=aantal,
        vorige=vorige.code if vorige else None,
    )
    return kader


@transaction.atomic
def trek_kader_in(kader: Beleidskader, *, reden: str, door) -> Beleidskader:
    """Trek een concept in, met de waarden die erin klaarlagen; het blijft in de geschiedenis staan."""
    kader = _vergrendel(kader)
    if kader.opgesteld_door_id != door.pk:
        _eis_vaststellen(kader, door)
    if kader.status != Beleidsstatus.CONCEPT:
        raise ValidationError(
            "Alleen een concept kun je intrekken. Sluit een vastgesteld kader af met een laatste dag."
        )
    if not reden.strip():
        raise ValidationError({"reden": "Vul in waarom dit kader niet doorgaat."})
    kader.parameters.filter(status=Beleidsstatus.CONCEPT).update(status=Beleidsstatus.VERVALLEN)
    kader.status = Beleidsstatus.VERVALLEN
    kader.save(update_fields=["status"])
    leg_vast(
        "kader.ingetrokken",
        onderwerp=kader,
        door=door,
        omschrijving=f"Kader {kader} ingetrokken",
        reden=reden,
    )
    return kader


# ---- verlengen en afsluiten ----------------------------------------------------------------------------
@transaction.atomic
def stel_einde_voor(kader: Beleidskader, *, einddatum: date | None, bron: str, door) -> Beleidskader:
    """Stel een andere laatste dag voor; `None` is doorlopend. Iemand anders stelt hem vast."""
    kader = _vergrendel(kader)
    if not mag_in_kader(door, Recht.BELEID_WIJZIGEN, kader):
        raise PermissionDenied
    if kader.voorstel_door_id:
        raise ValidationError(
            "Er ligt al een voorstel voor de laatste dag. Laat dat eerst vaststellen of intrekken."
        )
    _past_einde(kader, einddatum)
    if not bron.strip():
        raise ValidationError({"bron": "Vul in op welk besluit dit rust."})
    kader.voorstel_einddatum, kader.voorstel_bron, kader.voorstel_door = einddatum, bron, door
    kader.full_clean()
    kader.save(update_fields=["voorstel_einddatum", "voorstel_bron", "voorstel_door"])
    leg_vast(
        "kader.einde_voorgesteld",
        onderwerp=kader,
        door=door,
        omschrijving=f"Kader {kader}: voorgesteld {_in_woorden(einddatum)}",
        einddatum=str(einddatum or ""),
    )
    return kader


@transaction.atomic
def stel_einde_vast(kader: Beleidskader, *, door) -> Beleidskader:
    """Stel de voorgestelde laatste dag vast; waarden die met het kader eindigden, lopen mee."""
    kader = _vergrendel(kader)
    _eis_vaststellen(kader, door)
    if kader.voorstel_door_id is None:
        raise ValidationError("Er ligt geen voorstel meer. Ververs de pagina.")
    if kader.voorstel_door_id == door.pk:
        raise ValidationError(NIET_ZELF)
    _past_einde(kader, kader.voorstel_einddatum)
    was, wordt, bron = kader.einddatum, kader.voorstel_einddatum, kader.voorstel_bron
    aantal = _zet_einde(kader, wordt)
    kader.voorstel_einddatum, kader.voorstel_bron, kader.voorstel_door = None, "", None
    kader.vastgesteld_door, kader.vastgesteld_op = door, timezone.now()
    controleer(kader, {"beleidskader_geen_overlap": "einddatum"})
    kader.save()
    leg_vast(
        "kader.einde_vastgesteld",
        onderwerp=kader,
        door=door,
        omschrijving=f"Kader {kader}: {_in_woorden(wordt)}; {aantal} waarden lopen mee ({bron})"[:500],
        voor=str(was or ""),
        na=str(wordt or ""),
        waarden=aantal,
    )
    return kader


@transaction.atomic
def trek_einde_in(kader: Beleidskader, *, reden: str, door) -> Beleidskader:
    """Trek een voorstel voor een andere laatste dag in."""
    kader = _vergrendel(kader)
    if kader.voorstel_door_id is None:
        raise ValidationError("Er ligt geen voorstel meer. Ververs de pagina.")
    if kader.voorstel_door_id != door.pk:
        _eis_vaststellen(kader, door)
    kader.voorstel_einddatum, kader.voorstel_bron, kader.voorstel_door = None, "", None
    kader.save(update_fields=["voorstel_einddatum", "voorstel_bron", "voorstel_door"])
    leg_vast(
        "kader.einde_ingetrokken",
        onderwerp=kader,
        door=door,
        omschrijving=f"Kader {kader}: voorstel voor de laatste dag ingetrokken",
        reden=reden,
    )
    return kader


def _past_einde(kader: Beleidskader, einddatum: date | None) -> None:
    """Verlengen mag altijd; afsluiten kan niet met een dag die al voorbij is, of waarna nog iets ingaat."""
    if kader.status != Beleidsstatus.VASTGESTELD:
        raise ValidationError("Alleen een vastgesteld kader kun je verlengen of afsluiten.")
    if einddatum == kader.einddatum:
        raise ValidationError({"einddatum": "Dit is al de laatste dag van dit kader. Kies een andere."})
    eerder = einddatum is not None and (kader.einddatum is None or einddatum < kader.einddatum)
    if einddatum and eerder and einddatum < timezone.localdate():
        raise ValidationError(
            {"einddatum": "Kies vandaag of later: wat al is berekend, rust op de waarden van toen."}
        )
    if einddatum and eerder:
        later = kader.parameters.filter(status=Beleidsstatus.VASTGESTELD, begindatum__gt=einddatum)
        if eerste := later.order_by("begindatum").first():
            raise ValidationError(
                {
                    "einddatum": f"Op {datum(eerste.begindatum)} gaat nog een waarde in ({eerste.code}). "
                    "Laat die eerst vervallen, of kies een latere dag."
                }
            )


def _zet_einde(kader: Beleidskader, einddatum: date | None) -> int:
    """Zet de laatste dag en laat de waarden meelopen; geeft hoeveel er veranderden."""
    was = kader.einddatum
    geldend = kader.parameters.filter(status=Beleidsstatus.VASTGESTELD)
    if einddatum and (was is None or einddatum < was):
        mee = geldend.exclude(einddatum__lte=einddatum).filter(begindatum__lte=einddatum)
    else:
        mee = geldend.filter(einddatum=was)
    aantal = mee.update(einddatum=einddatum)
    kader.einddatum = einddatum
    return aantal


def _lopend_voor(kader: Beleidskader) -> Beleidskader | None:
    """Het vastgestelde kader van dezelfde eigenaar dat op de begindatum loopt en eerder begon."""
    van = Beleidskader.objects.select_for_update(of=("self",)).filter(
        gemeente=kader.gemeente, verband=kader.verband, status=Beleidsstatus.VASTGESTELD
    )
    lopend = van.op(kader.begindatum).filter(begindatum__lt=kader.begindatum).first()
    if lopend:
        later = lopend.parameters.filter(
            status=Beleidsstatus.VASTGESTELD, begindatum__gte=kader.begindatum
        ).order_by("begindatum")
        if eerste := later.first():
            raise ValidationError(
                f"In {lopend} gaat op {datum(eerste.begindatum)} nog een waarde in ({eerste.code}). "
                "Laat die eerst vervallen."
            )
    return lopend


def _vergrendel(kader: Beleidskader) -> Beleidskader:
    rij = Beleidskader.objects.select_for_update(of=("self",))
    return rij.select_related("gemeente", "verband").get(pk=kader.pk)


def _eis_vaststellen(kader: Beleidskader, door) -> None:
    if not mag_in_kader(door, Recht.BELEID_VASTSTELLEN, kader):
        raise PermissionDenied


def _in_woorden(einddatum: date | None) -> str:
    return f"laatste dag {datum(einddatum)}" if einddatum else "geen laatste dag, het kader loopt door"


def kaders_te_beheren(door, recht: Recht, dag: date) -> list[Beleidskader]:
    """De kaders waarin iemand dit recht heeft; nooit het landelijke."""
    kaders = Beleidskader.objects.zichtbaar_voor(door).select_related("gemeente", "verband")
    return [kader for kader in kaders if gemeenten_van(kader, dag) and mag_in_kader(door, recht, kader)]
