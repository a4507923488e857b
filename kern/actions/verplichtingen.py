"""De kalender maakt haar taken zelf: elke nacht, bij de start van een werker, en zo vaak als je wilt (eisen §5.3)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kern.beleid import waarden
from kern.jobs import dagelijks
from kern.logbook import leg_vast
from kern.models import Gemeente, Taak, Taakstatus, Verplichting
from kern.permissions import Recht
from kern.rules import leesbare_dagen
from kern.verplichtingen import met_norm, soorten
from kern.versions import controleer_versie

VOORAF = "kalender.vooraf_dagen"


@dagelijks("kalendertaken", cron="15 0 * * *")
def maak_alle_kalendertaken() -> None:
    """Every night after midnight."""
    maak_kalendertaken(timezone.localdate())


@transaction.atomic
def maak_kalendertaken(vandaag: date, gemeenten: Iterable[Gemeente] | None = None, *, vanaf=None) -> int:
    """Maak de taken van alle verplichtingen tot en met vandaag plus de termijn vooraf; geeft hoeveel er nieuw zijn.

    Herhalen maakt niets dubbel. Is een norm niet (meer) vastgesteld of zijn de dagen gewijzigd, dan vervallen de
    open taken die nog moeten komen. `vanaf`: de eerste dag voor een nieuwe verplichting, anders vandaag.
    """
    gemeenten = list(gemeenten if gemeenten is not None else Gemeente.objects.filter(gebruikt_trede=True))
    normen = waarden([VOORAF, *(s.norm for s in met_norm())], gemeenten, vandaag)
    return sum(_van_gemeente(g, vandaag, vanaf or vandaag, normen) for g in gemeenten)


def _van_gemeente(gemeente, vandaag, vanaf, normen) -> int:
    gevonden = normen[gemeente.pk, VOORAF]
    grens = vandaag + timedelta(days=int(gevonden.waarde) if gevonden else 0)
    verplichtingen = _verplichtingen(gemeente, vanaf, normen)
    taken: dict[int | None, dict[date, Taak]] = {}
    for taak in Taak.objects.filter(verplichting__in=verplichtingen.values()).select_for_update():
        taken.setdefault(taak.verplichting_id, {})[taak.vervaldatum] = taak
    nieuw = 0
    for soort in met_norm():
        verplichting = verplichtingen.get(soort.code)
        if verplichting is None:
            continue
        norm = normen[gemeente.pk, soort.norm]
        dagen = set(leesbare_dagen(norm.waarde, verplichting.vanaf, grens)) if norm else set()
        er_zijn = taken.get(verplichting.pk, {})
        _ruim_op(er_zijn, dagen, vandaag)
        nieuw += _voeg_toe(soort, verplichting, [dag for dag in sorted(dagen) if dag not in er_zijn])
    return nieuw


def _verplichtingen(gemeente, vanaf, normen) -> dict[str, Verplichting]:
    """What this gemeente has; a norm that is set for the first time makes its row."""
    er_zijn = {v.code: v for v in Verplichting.objects.filter(gemeente=gemeente).select_for_update()}
    for soort in met_norm():
        if soort.code not in er_zijn and normen[gemeente.pk, soort.norm]:
            verplichting, gemaakt = Verplichting.objects.get_or_create(
                gemeente=gemeente, code=soort.code, defaults={"rol": soort.rol, "vanaf": vanaf}
            )
            er_zijn[soort.code] = verplichting
            if gemaakt:
                _log("verplichting.aan", verplichting, None, f"Kalender: {soort.naam} staat aan")
    return er_zijn


def _ruim_op(er_zijn: dict[date, Taak], dagen: set[date], vandaag: date) -> None:
    """A coming task whose day is no longer in the norm lapses; a day that comes back opens it again."""
    for dag, taak in er_zijn.items():
        if taak.status == Taakstatus.OPEN and dag >= vandaag and dag not in dagen:
            taak.status = Taakstatus.VERVALLEN
            taak.save(update_fields=["status"])
        elif taak.status == Taakstatus.VERVALLEN and dag >= vandaag and dag in dagen:
            taak.status = Taakstatus.OPEN
            taak.save(update_fields=["status"])


def _voeg_toe(soort, verplichting, dagen: list[date]) -> int:
    Taak.objects.bulk_create(
        (
            Taak(
                gemeente_id=verplichting.gemeente_id, verplichting=verplichting, titel=soort.naam,
                vervaldatum=dag, eigenaar_id=verplichting.eigenaar_id, rol=verplichting.rol,
            )
            for dag in dagen
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    if dagen:
        tekst = f"Kalender: {len(dagen)} {'taak' if len(dagen) == 1 else 'taken'} gemaakt voor {soort.naam}"
        _log("verplichting.taken", verplichting, None, tekst, dagen=[str(dag) for dag in dagen])
    return len(dagen)


@transaction.atomic
def wijzig_verplichting(verplichting, *, eigenaar, door, versie=None) -> Verplichting:
    """Zet een verplichting op naam van een collega (of terug op de rol); de open taken gaan mee."""
    verplichting = (
        Verplichting.objects.select_for_update(of=("self",))
        .select_related("gemeente")
        .get(pk=verplichting.pk)
    )
    if not door.mag(Recht.AFSPRAAK_WIJZIGEN, verplichting.gemeente_id):
        raise PermissionDenied
    controleer_versie(verplichting, versie)
    verplichting.eigenaar = eigenaar
    verplichting.versie += 1
    verplichting.full_clean()
    verplichting.save()
    verplichting.taken.filter(status=Taakstatus.OPEN).update(eigenaar=eigenaar)
    naam = soorten()[verplichting.code].naam
    _log("verplichting.eigenaar", verplichting, door, f"Kalender: {naam} is van {eigenaar or 'de rol'}")
    return verplichting


def _log(soort, verplichting, door, omschrijving, **gegevens) -> None:
    leg_vast(soort, onderwerp=verplichting, door=door, omschrijving=omschrijving, **gegevens)
