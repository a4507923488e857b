"""Import in the browser: bestand, kolommen, proef, fouten, inlezen, klaar. Works without script."""

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.actions.inlezen import (
    MAX_HERSTEL,
    herstel_cellen,
    koppel_kolommen,
    laad_importbestand,
    start_inlezen,
    start_proef,
    zet_import_terug,
)
from kern.decorators import vereist
from kern.downloads import download_als
from kern.forms.inlezen import ImportForm, KoppelForm
from kern.imports.cells import als_tekst
from kern.imports.engine import herstelde_cellen, ruwe_rijen, soort_van
from kern.imports.files import foutenbestand, sjabloon_csv, sjabloon_xlsx
from kern.imports.mapping import niet_gebruikt
from kern.imports.undo import terug_te_zetten_tot
from kern.logbook import leg_inzage_vast
from kern.models import Gemeente, Importbatch, Importregel, Inzagesoort
from kern.once import eenmalig
from kern.opmaak import getal
from kern.permissions import Recht
from kern.registers import importsoorten

Status = Importbatch.Status
STAPPEN = ("Bestand", "Kolommen koppelen", "Proef", "Fouten", "Inlezen", "Klaar")
_STAP: dict[str, int] = {
    Status.GELADEN: 2,
    Status.GEKOPPELD: 3,
    Status.BEPROEFD: 4,
    Status.INGELEZEN: 6,
    Status.TERUGGEZET: 6,
}
_CEL = re.compile(r"cel-([0-9]{1,7})-([a-z_]{1,40})", re.ASCII)


def _batch_of_404(request, pk) -> Importbatch:
    eigen = Importbatch.objects.zichtbaar_voor(request.user).select_related("gemeente", "bestand", "taak")
    return get_object_or_404(eigen, pk=pk)


def _tellingen(batch) -> dict:
    """The counts of a batch; what is not counted yet is None and shows as a dash."""
    return (
        dict.fromkeys(("rijen", "nieuw", "gewijzigd", "gelijk", "fout", "dubbel"))
        | {"meldingen": []}
        | batch.tellingen
    )


def _stappen(nummer: int) -> list[dict]:
    return [
        {"nummer": n, "naam": naam, "nu": n == nummer, "klaar": n < nummer}
        for n, naam in enumerate(STAPPEN, start=1)
    ]


@require_safe
@vereist(Recht.IMPORTEREN)
def imports(request):
    """Alle importen van de eigen gemeenten, nieuwste eerst, en de sjablonen."""
    eigen = Importbatch.objects.zichtbaar_voor(request.user)
    eigen = eigen.select_related("gemeente", "bestand", "gemaakt_door").defer("bestand__inhoud")
    pagina = Paginator(eigen, 25).get_page(request.GET.get("pagina"))
    for batch in pagina:
        soort = importsoorten.get(batch.soort)
        batch.n = _tellingen(batch)
        batch.soortnaam = soort.naam if soort else batch.soort
    return render(request, "kern/import_lijst.html", {"pagina": pagina, "soorten": importsoorten.alle()})


@require_http_methods(["GET", "POST"])
@vereist(Recht.IMPORTEREN)
@eenmalig
def import_nieuw(request):
    """Stap 1: kies een soort en een bestand."""
    gemeenten = Gemeente.objects.met_recht(request.user, Recht.IMPORTEREN)
    form = ImportForm(request.POST or None, request.FILES or None, gemeenten=gemeenten)
    if request.method == "POST" and form.is_valid():
        bestand = form.cleaned_data["bestand"]
        try:
            # One byte more than allowed is enough to see that it is too much.
            inhoud = bestand.read(10 * 1024 * 1024 + 1)
            batch = laad_importbestand(
                soort=form.cleaned_data["soort"],
                gemeente=form.cleaned_data["gemeente"],
                naam=bestand.name,
                inhoud=inhoud,
                door=request.user,
            )
        except ValidationError as fout:
            form.add_error(None, fout)
        else:
            return redirect("kern:import-koppelen", batch.pk)
    context = {"form": form, "stappen": _stappen(1), "soorten": importsoorten.alle()}
    return render(request, "kern/import_nieuw.html", context)


@require_http_methods(["GET", "POST"])
@vereist(Recht.IMPORTEREN)
@eenmalig
def import_koppelen(request, pk):
    """Stap 2: welke kolom is wat; daarna meteen de proef."""
    batch = _batch_of_404(request, pk)
    if batch.status in (Status.INGELEZEN, Status.TERUGGEZET) or batch.opgeruimd_op:
        return redirect("kern:import-detail", batch.pk)
    soort = soort_van(batch)
    form = KoppelForm(request.POST or None, batch=batch, importsoort=soort)
    if request.method == "POST" and form.is_valid():
        try:
            batch = koppel_kolommen(batch, koppeling=form.koppeling(), door=request.user)
            taak = start_proef(batch, door=request.user)
        except ValidationError as fout:
            form.add_error(None, _op_veld(fout))
        else:
            return redirect("kern:taak", taak.pk) if taak else redirect("kern:import-detail", batch.pk)
    context = {
        "batch": batch,
        "soort": soort,
        "n": _tellingen(batch),
        "form": form,
        "stappen": _stappen(2),
        "over": niet_gebruikt(batch.kolommen, batch.koppeling),
    }
    return render(request, "kern/import_koppelen.html", context)


def _op_veld(fout: ValidationError) -> ValidationError:
    if hasattr(fout, "error_dict"):
        return ValidationError({f"veld_{veld}": lijst for veld, lijst in fout.error_dict.items()})
    return fout


@require_safe
@vereist(Recht.IMPORTEREN)
def import_detail(request, pk):
    """Stap 3 tot en met 6: wat de proef vond, en wat er is ingelezen."""
    batch = _batch_of_404(request, pk)
    if batch.status == Status.GELADEN and not batch.opgeruimd_op:
        return redirect("kern:import-koppelen", batch.pk)
    n = _tellingen(batch)
    fouten = n["fout"] or 0
    goed = (n["rijen"] or 0) - fouten - (n["dubbel"] or 0)
    loopt = bool(batch.taak and batch.taak.loopt)
    stap = 3 if loopt and batch.status != Status.BEPROEFD else _STAP.get(batch.status, 3)
    if batch.status == Status.BEPROEFD and not fouten:
        stap = 5
    context = {
        "batch": batch,
        "soort": soort_van(batch),
        "n": n,
        "goed": goed,
        "stappen": _stappen(stap),
        "loopt": loopt,
        "knoptekst": _knoptekst(goed, fouten),
        "controle": _controle(batch),
        "stand": _stand(batch),
    }
    if batch.status == Status.BEPROEFD and not batch.opgeruimd_op:
        context["fouten"] = _fouten(batch) if fouten else []
        context["meer_fouten"] = max(0, fouten - MAX_HERSTEL)
        context["dubbele"] = list(batch.regels.filter(uitkomst=Importregel.Uitkomst.DUBBEL)[:10])
    if batch.ingelezen_op:
        context["terug_tot"] = terug_te_zetten_tot(batch.ingelezen_op)
    return render(request, "kern/import_detail.html", context)


def _knoptekst(goed: int, fouten: int) -> str:
    rijen = f"{getal(goed)} rij" if goed == 1 else f"{getal(goed)} rijen"
    zonder = (
        f", ga door zonder {'deze ene rij' if fouten == 1 else f'deze {getal(fouten)}'}" if fouten else ""
    )
    return f"Lees {rijen} in{zonder}"


def _controle(batch) -> list[dict]:
    """Per total that is not empty: what the file says and what of it is read."""
    bestand, goed = batch.controletotalen.get("bestand", {}), batch.controletotalen.get("goed", {})
    return [
        {
            "naam": f"{naam}: {post}",
            "bestand": bestand[naam][post],
            "goed": goed.get(naam, {}).get(post, 0),
        }
        for naam, posten in batch.controletotalen.get("volgorde", [])
        for post in posten
        if bestand[naam][post]
    ]


def _stand(batch) -> list[dict]:
    """What stood in Trede before, and after; only lines that hold something."""
    voor, na = batch.controletotalen.get("voor", {}), batch.controletotalen.get("na")
    posten = [
        (naam, post) for naam in sorted(voor, reverse=True) for post in sorted(voor[naam], reverse=True)
    ]
    regels = [
        {
            "naam": f"{naam}: {post}",
            "voor": voor[naam][post],
            "na": na.get(naam, {}).get(post, 0) if na else None,
        }
        for naam, post in posten
    ]
    return [regel for regel in regels if regel["voor"] or regel["na"]]


def _fouten(batch) -> list[dict]:
    """The first rows with an error, with the cell as it is now so that it can be repaired in place."""
    regels = list(batch.regels.filter(uitkomst=Importregel.Uitkomst.FOUT).order_by("rij")[:MAX_HERSTEL])
    cellen = ruwe_rijen(batch, alleen={regel.rij for regel in regels})
    herstel = herstelde_cellen(batch)
    namen = {veld.code: veld for veld in soort_van(batch).velden}
    plaats = {naam: index for index, naam in enumerate(batch.kolommen)}
    uit = []
    for regel in regels:
        for fout in regel.fouten:
            veld = namen.get(fout["veld"])
            waarde = ""
            if veld:
                index = plaats.get(batch.koppeling.get(veld.code), -1)
                rij = cellen.get(regel.rij, [])
                ruw = rij[index] if 0 <= index < len(rij) else ""
                waarde = herstel.get(regel.rij, {}).get(veld.code) or _toon(ruw)
            naam = f"cel-{regel.rij}-{veld.code}" if veld else ""
            uit.append(
                {"rij": regel.rij, "veld": veld, "tekst": fout["tekst"], "naam": naam, "waarde": waarde}
            )
    return uit[:MAX_HERSTEL]


def _toon(cel) -> str:
    try:
        return als_tekst(cel)
    except ValidationError:
        return "".join(teken for teken in str(cel) if teken.isprintable())[:200]


@require_POST
@vereist(Recht.IMPORTEREN)
def import_proef(request, pk):
    """Doe de proef (opnieuw)."""
    batch = _batch_of_404(request, pk)
    return _probeer(request, batch, lambda: start_proef(batch, door=request.user))


@require_POST
@vereist(Recht.IMPORTEREN)
def import_herstellen(request, pk):
    """Bewaar verbeterde cellen en doe de proef opnieuw."""
    batch = _batch_of_404(request, pk)
    cellen = {}
    for naam, waarde in list(request.POST.items())[: MAX_HERSTEL * 3]:
        if gevonden := _CEL.fullmatch(naam):
            cellen[int(gevonden[1]), gevonden[2]] = waarde.replace("\x00", "").strip()

    def werk():
        herstel_cellen(batch, cellen=cellen, door=request.user)
        return start_proef(batch, door=request.user)

    return _probeer(request, batch, werk)


@require_POST
@vereist(Recht.IMPORTEREN)
def import_inlezen(request, pk):
    """Stap 5: lees in, met voortgang op de pagina van de taak."""
    batch = _batch_of_404(request, pk)
    zonder = request.POST.get("zonder_fouten") == "ja"
    return _probeer(request, batch, lambda: start_inlezen(batch, zonder_fouten=zonder, door=request.user))


@require_POST
@vereist(Recht.IMPORTEREN)
def import_terugzetten(request, pk):
    """Maak de import ongedaan."""
    batch = _batch_of_404(request, pk)

    def werk():
        zet_import_terug(batch, door=request.user)
        messages.success(request, f"Import {batch.pk} is teruggezet. Alles staat weer zoals het was.")

    return _probeer(request, batch, werk)


def _probeer(request, batch, werk):
    """Do it; a broken rule becomes a message on the page of the import."""
    try:
        taak = werk()
    except ValidationError as fout:
        for tekst in fout.messages:
            messages.error(request, tekst)
        taak = None
    return redirect("kern:taak", taak.pk) if taak else redirect("kern:import-detail", batch.pk)


@require_safe
@vereist(Recht.IMPORTEREN)
def import_fouten(request, pk):
    """De rijen met een fout als xlsx; persoonsgegevens, dus vastgelegd in de inzage."""
    batch = _batch_of_404(request, pk)
    if batch.opgeruimd_op:
        raise Http404
    leg_inzage_vast(
        Inzagesoort.EXPORT,
        door=request.user,
        pagina=request.path,
        gemeente_id=batch.gemeente_id,
        rijen=batch.tellingen.get("fout", 0),
    )
    return download_als("xlsx", foutenbestand(batch), f"import-{batch.pk}-fouten")


@require_safe
@vereist(Recht.IMPORTEREN)
def import_sjabloon(request, soort, vorm):
    """Een leeg bestand om in te vullen."""
    importsoort = importsoorten.get(soort)
    if importsoort is None or vorm not in ("xlsx", "csv"):
        raise Http404
    maak = sjabloon_xlsx if vorm == "xlsx" else sjabloon_csv
    return download_als(vorm, maak(importsoort), f"sjabloon-{soort}")
