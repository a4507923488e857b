"""Loonkostensubsidie: aanvragen, besluiten, herzien en beëindigen (Participatiewet art. 10d; HT-071, RH-128)."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from kern.actions.bestanden import bewaar_bestand
from kern.beleid import waarde
from kern.controle import controleer
from kern.logbook import leg_vast
from kern.models import Gemeente
from kern.permissions import Recht
from personen.models import Loonwaardemeting, Persoon
from reintegratie import lks_rules as regels
from reintegratie.choices import Lksgrondslag, Lksstatus, RedenEindeLks
from reintegratie.lks_documents import besluit_pdf
from reintegratie.lks_queries import normen_op, wml_is_nieuw_op
from reintegratie.models import Lksbedrag, Loonkostensubsidie

EEN_DAG = timedelta(days=1)
NIET_MET_WSW = (
    "Deze persoon heeft in deze periode een Wsw-dienstverband. Dan kan er geen loonkostensubsidie zijn "
    "(Participatiewet art. 10d lid 3)."
)
_VELDEN = {
    "lks_einde_na_begin": "einddatum",
    "lks_geen_overlap": "begindatum",
    "lks_uren": "uren_per_week",
    "lks_sectornorm": "sectornorm",
    "lks_meting_of_forfaitair": "zonder_meting_sinds",
}


@transaction.atomic
def vraag_lks_aan(
    persoon,
    *,
    relatie,
    begindatum,
    grondslag,
    uren_per_week,
    sectornorm,
    dienstverband_vanaf,
    aangevraagd_op,
    door,
    al_in_dienst="",
    zonder_meting_sinds=None,
    einddatum=None,
) -> Loonkostensubsidie:
    """Leg een aanvraag vast; het besluit volgt binnen vijf weken na de vaststelling van de loonwaarde."""
    persoon = _op_slot(persoon)
    fouten = _fouten_in_aanvraag(persoon, aangevraagd_op, dienstverband_vanaf, al_in_dienst)
    if grondslag == Lksgrondslag.FORFAITAIR:
        laatste = _laatste_dag_forfaitair(persoon, dienstverband_vanaf, begindatum)
        einddatum = min(einddatum or laatste, laatste)
        if begindatum > laatste:
            fouten["begindatum"] = (
                f"Zonder meting kan tot en met {laatste:%d-%m-%Y}, zes maanden na de eerste werkdag. "
                "Laat de loonwaarde meten."
            )
    if fouten:
        raise ValidationError(fouten)
    subsidie = Loonkostensubsidie(
        persoon=persoon, relatie=relatie, begindatum=begindatum, einddatum=einddatum, grondslag=grondslag,
        uren_per_week=uren_per_week, sectornorm=sectornorm, dienstverband_vanaf=dienstverband_vanaf,
        aangevraagd_op=aangevraagd_op, al_in_dienst=al_in_dienst, zonder_meting_sinds=zonder_meting_sinds,
    )  # fmt: skip
    controleer(subsidie, _VELDEN)
    _bewaar(subsidie)
    _log(
        "lks.aangevraagd",
        subsidie,
        door,
        f"Loonkostensubsidie aangevraagd bij {relatie} vanaf {begindatum:%d-%m-%Y}",
    )
    return subsidie


def _fouten_in_aanvraag(persoon, aangevraagd_op, dienstverband_vanaf, al_in_dienst) -> dict[str, str]:
    vandaag = timezone.localdate()
    if aangevraagd_op > vandaag:
        return {"aangevraagd_op": "Deze dag ligt in de toekomst. Vul de dag van de aanvraag in."}
    if aangevraagd_op <= dienstverband_vanaf:
        return {}
    # Art. 10d lid 2: for someone who works already.
    termijn = waarde("lks.aanvraag_maanden", persoon.gemeente_id, max(aangevraagd_op, vandaag))
    if termijn and not regels.aanvraag_op_tijd(
        dienstverband_vanaf=dienstverband_vanaf, aangevraagd_op=aangevraagd_op, maanden=int(termijn.waarde)
    ):
        return {
            "aangevraagd_op": f"De aanvraag kwam later dan {int(termijn.waarde)} maanden na de eerste werkdag. "
            "Dan kan er geen loonkostensubsidie (Participatiewet art. 10d lid 2)."
        }
    if not al_in_dienst:
        return {"al_in_dienst": "Deze persoon werkte al bij de aanvraag. Kies waarom subsidie toch kan."}
    return {}


def _laatste_dag_forfaitair(persoon, dienstverband_vanaf, dag) -> date:
    maanden = waarde("lks.forfait_maanden", persoon.gemeente_id, dag)
    if not maanden:
        raise ValidationError(
            {
                "grondslag": f"Op {dag:%d-%m-%Y} is subsidie zonder meting niet vastgesteld. Laat de loonwaarde meten."
            }
        )
    return regels.laatste_dag_forfaitair(dienstverband_vanaf, int(maanden.waarde))


@transaction.atomic
def ken_lks_toe(subsidie, *, besloten_op, door, meting=None) -> Loonkostensubsidie:
    """Besluit: zet de bedragen vast vanaf het begin en voor elke 1 januari tot het besluit, met een PDF."""
    subsidie = _subsidie_op_slot(subsidie)
    if subsidie.status != Lksstatus.AANGEVRAAGD:
        raise ValidationError(f"Deze subsidie is al {subsidie.get_status_display()}.")
    if besloten_op > timezone.localdate():
        raise ValidationError({"besloten_op": "Deze dag ligt in de toekomst. Vul de dag van het besluit in."})
    if besloten_op < subsidie.aangevraagd_op:
        raise ValidationError(
            {"besloten_op": f"Het besluit ligt voor de aanvraag ({subsidie.aangevraagd_op:%d-%m-%Y})."}
        )
    if subsidie.grondslag == Lksgrondslag.METING:
        _koppel_meting(subsidie, meting, besloten_op)
    subsidie.status, subsidie.besloten_op, subsidie.besloten_door = Lksstatus.TOEGEKEND, besloten_op, door
    bedragen = _bedragen(subsidie, tot_en_met=max(besloten_op, subsidie.begindatum), door=door)
    pdf = besluit_pdf(subsidie, [_als_rekening(bedrag) for bedrag in bedragen])
    naam = f"besluit-lks-{subsidie.persoon.nummer}-{subsidie.pk}.pdf"
    subsidie.besluit = bewaar_bestand(pdf.bytes, naam, gemeente=subsidie.persoon.gemeente, door=door)
    subsidie.versie += 1
    controleer(subsidie, _VELDEN)
    _bewaar(subsidie)
    for bedrag in bedragen:
        bedrag.full_clean()
        bedrag.save()
    _log(
        "lks.toegekend",
        subsidie,
        door,
        f"Loonkostensubsidie toegekend: € {bedragen[0].bedrag} per maand vanaf {subsidie.begindatum:%d-%m-%Y}",
    )
    return subsidie


def _koppel_meting(subsidie, meting, besloten_op) -> None:
    if meting is None or meting.persoon_id != subsidie.persoon_id or meting.ingetrokken_op:
        raise ValidationError({"meting": "Kies een geldige meting van deze persoon."})
    if meting.datum > besloten_op:
        raise ValidationError({"meting": "Deze meting is van na het besluit. Kies een eerdere meting."})
    if meting.percentage >= 100:
        raise ValidationError(
            {
                "meting": "De loonwaarde is 100%. Deze persoon hoort niet bij de doelgroep: wijs de aanvraag af."
            }
        )
    subsidie.meting, subsidie.loonwaarde = meting, meting.percentage


def _bedragen(subsidie, *, tot_en_met, door) -> list[Lksbedrag]:
    if subsidie.einddatum:
        tot_en_met = min(tot_en_met, subsidie.einddatum)
    dagen = [subsidie.begindatum]
    # A year of which the minimum wage is not known yet waits for the yearly re-set.
    dagen += [
        dag
        for dag in regels.herzieningsdagen(subsidie.begindatum, tot_en_met)
        if wml_is_nieuw_op(dag, subsidie.persoon.gemeente_id)
    ]
    bedragen = []
    for begin, volgende in zip(dagen, [*dagen[1:], None], strict=True):
        aanleiding = "Toekenning" if begin == subsidie.begindatum else f"Herziening per {begin:%d-%m-%Y}"
        einde = volgende - EEN_DAG if volgende else None
        bedragen.append(_bedrag(subsidie, begin, einde, aanleiding, door))
    return bedragen


def _bedrag(subsidie, begin, einde, aanleiding, door) -> Lksbedrag:
    """Reken het bedrag uit met de normen van de eerste dag; wat later verandert, komt pas op 1 januari."""
    gevonden = normen_op(begin, subsidie.persoon.gemeente_id, subsidie.persoon.geboortedatum)
    delen = {"uren": subsidie.uren_per_week, "sectornorm": subsidie.sectornorm, "normen": gevonden.normen}
    if subsidie.grondslag == Lksgrondslag.METING:
        uitleg = regels.subsidie_met_meting(loonwaarde=subsidie.loonwaarde, **delen)
    else:
        uitleg = regels.subsidie_forfaitair(**delen)
    return Lksbedrag(
        subsidie=subsidie, begindatum=begin, einddatum=einde, bedrag=uitleg.bedrag, aanleiding=aanleiding,
        rekening={"regels": uitleg.als_json(), "normen": list(gevonden.versies)}, vastgesteld_door=door,
    )  # fmt: skip


def _als_rekening(bedrag: Lksbedrag) -> dict:
    return {
        "begin": bedrag.begindatum,
        "einde": bedrag.einddatum,
        "bedrag": bedrag.bedrag,
        "aanleiding": bedrag.aanleiding,
        "regels": bedrag.rekening["regels"],
        "normen": bedrag.rekening["normen"],
    }


@transaction.atomic
def wijs_lks_af(subsidie, *, reden, besloten_op, door) -> Loonkostensubsidie:
    """De aanvraag wordt niet toegekend; de reden staat erbij."""
    subsidie = _subsidie_op_slot(subsidie)
    if subsidie.status != Lksstatus.AANGEVRAAGD:
        raise ValidationError(f"Deze subsidie is al {subsidie.get_status_display()}.")
    if besloten_op > timezone.localdate():
        raise ValidationError({"besloten_op": "Deze dag ligt in de toekomst. Vul de dag van het besluit in."})
    subsidie.status, subsidie.reden_afwijzing = Lksstatus.AFGEWEZEN, reden.strip()
    subsidie.besloten_op, subsidie.besloten_door = besloten_op, door
    subsidie.versie += 1
    controleer(subsidie, {**_VELDEN, "lks_afgewezen_heeft_reden": "reden"})
    subsidie.save()
    _log("lks.afgewezen", subsidie, door, f"Loonkostensubsidie afgewezen: {reden.strip()}")
    return subsidie


@transaction.atomic
def beeindig_lks(subsidie, *, per, reden, door) -> Loonkostensubsidie:
    """`per` is de laatste dag; wat na die dag al is betaald, komt als verbetering op de volgende lijst."""
    subsidie = _subsidie_op_slot(subsidie)
    if subsidie.status != Lksstatus.TOEGEKEND:
        raise ValidationError("Alleen een toegekende subsidie kun je beëindigen.")
    if per < subsidie.begindatum:
        raise ValidationError(
            {"per": f"De laatste dag ligt voor de eerste dag ({subsidie.begindatum:%d-%m-%Y})."}
        )
    if subsidie.einddatum and per > subsidie.einddatum:
        raise ValidationError(
            {"per": f"De subsidie eindigt al op {subsidie.einddatum:%d-%m-%Y}. Langer is een nieuw besluit."}
        )
    subsidie.einddatum, subsidie.reden_einde = per, reden
    subsidie.versie += 1
    controleer(subsidie, {**_VELDEN, "lks_einde_na_begin": "per"})
    subsidie.save(update_fields=["einddatum", "reden_einde", "versie"])
    _log(
        "lks.beeindigd",
        subsidie,
        door,
        f"Loonkostensubsidie beëindigd, laatste dag {per:%d-%m-%Y}: {RedenEindeLks(reden).label}",
        reden=reden,
    )
    return subsidie


@transaction.atomic
def herzie_lks(
    gemeente: Gemeente, jaar: int, *, door, voortgang=lambda gedaan, totaal, melding="": None
) -> int:
    """Zet per 1 januari de bedragen opnieuw (art. 10d lid 7). Herhalen doet niets. Geeft het aantal nieuwe bedragen.

    ValidationError als het minimumloon van die dag nog niet is vastgesteld.
    """
    # Also in the job: it may be started again by somebody whose role has ended since.
    if not door.mag(Recht.LKS_TOEKENNEN, gemeente.pk):
        raise PermissionDenied
    dag = date(jaar, 1, 1)
    if not wml_is_nieuw_op(dag, gemeente.pk):
        raise ValidationError(
            f"Het minimumloon per {dag:%d-%m-%Y} staat nog niet in het beleidskader. Vul het eerst in."
        )
    lopend = (
        Loonkostensubsidie.objects.toegekend()
        .op(dag)
        .filter(persoon__gemeente=gemeente, begindatum__lt=dag)
        .select_for_update(of=("self",))
        .select_related("persoon__gemeente", "relatie")
        .order_by("pk")
    )
    subsidies, nieuw = list(lopend), 0
    for nummer, subsidie in enumerate(subsidies, start=1):
        nieuw += _herzie_een(subsidie, dag, door)
        voortgang(nummer, len(subsidies), "subsidies herzien")
    return nieuw


def _herzie_een(subsidie, dag, door) -> int:
    """Nul of één nieuw bedrag; wat er al op deze dag begint, blijft. Een later bedrag blijft ook staan."""
    if subsidie.bedragen.filter(begindatum=dag).exists():
        return 0
    vorig = subsidie.bedragen.filter(begindatum__lt=dag).order_by("-begindatum").first()
    # An amount of later in the year, or of a later re-set, bounds the new one.
    volgend = subsidie.bedragen.filter(begindatum__gt=dag).order_by("begindatum").first()
    einde = volgend.begindatum - EEN_DAG if volgend else None
    nieuw = _bedrag(subsidie, dag, einde, f"Herziening per {dag:%d-%m-%Y}", door)
    vorig.einddatum = dag - EEN_DAG
    vorig.save(update_fields=["einddatum"])
    nieuw.full_clean()
    nieuw.save()
    _log(
        "lks.herzien",
        subsidie,
        door,
        f"Loonkostensubsidie herzien per {dag:%d-%m-%Y}: € {vorig.bedrag} wordt € {nieuw.bedrag}",
    )
    return 1


def _bewaar(subsidie) -> None:
    """Save; the database knows the Wsw and says no by itself (this app does not know wsw)."""
    try:
        with transaction.atomic():
            subsidie.save()
    except IntegrityError as fout:
        naam = getattr(getattr(fout.__cause__, "diag", None), "constraint_name", "")
        if naam == "loonkostensubsidie_niet_met_wsw":
            raise ValidationError(NIET_MET_WSW) from fout
        raise


def _op_slot(persoon) -> Persoon:
    """One writer per person: two applications at once become one and one message."""
    return Persoon.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=persoon.pk)


def _subsidie_op_slot(subsidie) -> Loonkostensubsidie:
    met_persoon = Loonkostensubsidie.objects.select_related("persoon__gemeente", "relatie")
    return met_persoon.select_for_update(of=("self",)).get(pk=subsidie.pk)


def _log(soort, subsidie, door, omschrijving, **gegevens) -> None:
    leg_vast(
        soort, onderwerp=subsidie, dossier=subsidie.persoon_id, gemeente=subsidie.persoon.gemeente, door=door,
        omschrijving=omschrijving, **gegevens,
    )  # fmt: skip


def geldige_metingen(persoon):
    """De metingen waarop een besluit kan rusten, nieuwste eerst."""
    return Loonwaardemeting.objects.geldig().filter(persoon=persoon).order_by("-datum", "-pk")


def loonwaarde_bekend_sinds(subsidie, *, gemeten_op: date | None) -> date | None:
    """Sinds wanneer de vijf weken lopen: de vaststelling van de loonwaarde, of de afspraak om niet te meten.

    `gemeten_op` is de dag van de nieuwste geldige meting. Een meting van voor de aanvraag telt vanaf de aanvraag.
    """
    if subsidie.grondslag == Lksgrondslag.FORFAITAIR:
        return max(subsidie.zonder_meting_sinds, subsidie.aangevraagd_op)
    return max(gemeten_op, subsidie.aangevraagd_op) if gemeten_op else None
