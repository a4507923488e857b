"""The components of every page: strict arguments, one template each, shown on /componenten/.

A wrong or missing argument is a TemplateSyntaxError; a wrong choice (`toon="paars"`) a ValueError.
"""

from django import template
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

from kern import opmaak

register = template.Library()

register.filter("bedrag", opmaak.bedrag)
register.filter("getal", opmaak.getal)
register.filter("procent", opmaak.procent)
register.filter("deel_als_procent", opmaak.deel_als_procent)
register.filter("fte", opmaak.fte)
register.filter("uren", opmaak.uren)
register.filter("verschil", opmaak.verschil)
register.filter("datum", opmaak.datum)
register.filter("datumtijd", opmaak.datumtijd)
register.filter("tijd", opmaak.tijd)

# A sign beside every tone, so that nothing is said by colour alone (WCAG 1.4.1).
TEKENS = {
    "neutraal": "",
    "info": "i",
    "gelukt": "✓",
    "let-op": "!",
    "fout": "×",
    "bezig": "…",
}
KNOPSOORTEN = ("primair", "secundair", "gevaar", "tekst")


def _kies(waarde: str, toegestaan, naam: str) -> str:
    if waarde not in toegestaan:
        raise ValueError(f"{naam} is een van {', '.join(toegestaan)}, niet {waarde!r}")
    return waarde


# ---- blocks ----------------------------------------------------------------------------------------
@register.simple_block_tag
def kaart(content, *, titel, toon="neutraal", niveau=2, id=""):
    """Een blok met kop. `toon`: neutraal | let-op."""
    _kies(toon, ("neutraal", "let-op"), "toon")
    context = {
        "inhoud": content,
        "titel": titel,
        "toon": toon,
        "kop": f"h{int(niveau)}",
        "id": id,
    }
    return render_to_string("components/kaart.html", context)


@register.simple_block_tag
def melding(content, *, soort="info", titel=""):
    """Een mededeling in de pagina. `soort`: info | let-op | fout | gelukt."""
    _kies(soort, ("info", "let-op", "fout", "gelukt"), "soort")
    context = {
        "inhoud": content,
        "soort": soort,
        "titel": titel,
        "teken": TEKENS[soort],
    }
    return render_to_string("components/melding.html", context)


@register.simple_block_tag
def uitklap(content, *, titel, open=False):
    """Uitleg die je kunt openklappen; werkt zonder script."""
    return render_to_string("components/uitklap.html", {"inhoud": content, "titel": titel, "open": open})


@register.simple_block_tag
def kenmerkenlijst(content, *, breed=False):
    """Namen en waarden onder elkaar (dl); vul hem met `kenmerk`."""
    return render_to_string("components/kenmerkenlijst.html", {"inhoud": content, "breed": breed})


@register.simple_block_tag
def kenmerk(content, *, label, leeg="niet bekend"):
    """Eén naam met zijn waarde. Is de waarde leeg, dan staat er `leeg`."""
    inhoud = content if strip_tags(content).strip() or "<" in content else ""
    return render_to_string("components/kenmerk.html", {"inhoud": inhoud, "label": label, "leeg": leeg})


@register.simple_block_tag
def tijdlijn(content, *, label="Tijdlijn"):
    """Lijst van gebeurtenissen, nieuwste eerst; vul hem met `tijdlijnitem`."""
    return render_to_string("components/tijdlijn.html", {"inhoud": content, "label": label})


@register.simple_block_tag
def tijdlijnitem(content, *, titel, wanneer, door="", url="", soort=""):
    """Eén gebeurtenis. `wanneer` is een datum of een moment; een datum krijgt geen verzonnen tijd."""
    context = {
        "inhoud": content,
        "titel": titel,
        "wanneer": wanneer,
        "door": door,
        "url": url,
        "soort": soort,
    }
    return render_to_string("components/tijdlijnitem.html", context)


@register.simple_block_tag
def identiteitsbalk(content, *, naam, kenmerken=(), actie="", actie_url="", sneltoets="", menu=()):
    """Wie dit is, hoe het ervoor staat en wat je nu kunt doen; bevat de h1 van de pagina.

    `menu` is een lijst van (tekst, url). De inhoud is de statusregel.
    """
    context = {"inhoud": content, "naam": naam, "kenmerken": kenmerken, "menu": menu}
    context |= {"actie": actie, "actie_url": actie_url, "sneltoets": sneltoets}
    return render_to_string("components/identiteitsbalk.html", context)


@register.simple_block_tag
def tabelvak(content, *, label):
    """Een brede tabel die binnen haar eigen vak schuift, ook met het toetsenbord."""
    return render_to_string("components/tabelvak.html", {"inhoud": content, "label": label})


@register.simple_block_tag(takes_context=True)
def formulier(
    context,
    content,
    *,
    form,
    knop="Bewaar",
    annuleren="",
    actie="",
    concept_url="",
    bestanden=False,
    verder="",
    sneltoets="",
):
    """Een compleet formulier: foutsamenvatting, velden, knop. Met inhoud vervang je de velden zelf.

    `concept_url` zet automatisch bewaren aan; `bestanden` is nodig bij uploaden. `verder` is een tweede knop
    die ook bewaart en daarna naar de volgende pagina gaat (veld `verder`). `sneltoets` drukt op de eerste knop.
    """
    waarden = {
        "inhoud": content if content.strip() else "",
        "form": form,
        "knop": knop,
        "annuleren": annuleren,
    }
    concept = getattr(form, "concept", None)
    waarden |= {"actie": actie, "concept_url": concept_url or getattr(concept, "url", "")}
    waarden |= {"bestanden": bestanden, "concept": concept, "verder": verder}
    waarden["sneltoets"] = sneltoets
    return render_to_string("components/formulier.html", waarden | _csrf(context))


@register.simple_block_tag
def filterpaneel(content, *, form, tags=(), wis_url="", label="Filters", doel=""):
    """Filters die open staan, met knop boven en onder. `tags`: lijst van (naam, waarde, url zonder).

    De inhoud is voor verborgen velden die moeten blijven staan (zoekterm, sortering). `doel`: id voor htmx.
    """
    context = {
        "inhoud": content,
        "form": form,
        "tags": tags,
        "wis_url": wis_url,
        "label": label,
        "doel": doel,
    }
    return render_to_string("components/filterpaneel.html", context)


@register.simple_block_tag
def bulkbalk(content, *, gekozen=0, totaal=0, wat=("dossier", "dossiers"), alles=True):
    """De balk boven een lijst met vinkjes; de knoppen staan in de inhoud. `wat`: één en meer."""
    context = {
        "inhoud": content,
        "gekozen": gekozen,
        "totaal": totaal,
        "een": wat[0],
        "meer": wat[1],
        "alles": alles,
    }
    return render_to_string("components/bulkbalk.html", context)


# ---- single tags -------------------------------------------------------------------------------------
@register.simple_tag
def knop(tekst, *, soort="primair", naam="", waarde="", formulier="", extra="", sneltoets=""):
    """Een knop die een formulier verstuurt. `extra`: verborgen tekst bij welk ding hij hoort."""
    _kies(soort, KNOPSOORTEN, "soort")
    context = {
        "tekst": tekst,
        "soort": soort,
        "naam": naam,
        "waarde": waarde,
        "formulier": formulier,
    }
    return render_to_string("components/knop.html", context | {"extra": extra, "sneltoets": sneltoets})


@register.simple_tag
def knoplink(tekst, url, *, soort="secundair", extra="", sneltoets=""):
    """Een link die eruitziet als een knop; hij gaat ergens heen en verandert niets."""
    _kies(soort, KNOPSOORTEN, "soort")
    context = {
        "tekst": tekst,
        "url": url,
        "soort": soort,
        "extra": extra,
        "sneltoets": sneltoets,
    }
    return render_to_string("components/knoplink.html", context)


@register.simple_tag
def etiket(tekst, *, toon="neutraal"):
    """Een status: woord met teken. `toon`: neutraal | info | gelukt | let-op | fout | bezig."""
    _kies(toon, TEKENS, "toon")
    return render_to_string("components/etiket.html", {"tekst": tekst, "toon": toon, "teken": TEKENS[toon]})


@register.simple_tag
def leegmelding(tekst, *, actie="", url=""):
    """Wat er staat als er niets is, met één volgende stap (schermen E11)."""
    return render_to_string("components/leegmelding.html", {"tekst": tekst, "actie": actie, "url": url})


@register.simple_tag
def voortgang(*, gedaan, totaal, tekst, klaar=False):
    """Hoe ver een taak is, in woorden en als balk: "41 van 61 facturen gemaakt"."""
    context = {"gedaan": gedaan, "totaal": totaal, "tekst": tekst, "klaar": klaar}
    return render_to_string("components/voortgang.html", context)


@register.simple_tag
def subnavigatie(items, *, label):
    """Bladen van een dossier: links met een eigen adres. Item: naam, url, actief, aantal (mag ontbreken)."""
    items = [{"aantal": None, "actief": False, **item} if isinstance(item, dict) else item for item in items]
    return render_to_string("components/subnavigatie.html", {"items": items, "label": label})


@register.simple_tag
def kruimel(tekst, url=""):
    """Eén stap van het kruimelpad; de laatste (zonder url) is deze pagina."""
    return render_to_string("components/kruimel.html", {"tekst": tekst, "url": url})


@register.simple_tag(takes_context=True)
def pagineerder(context, pagina, *, label="Pagina's", naam="pagina"):
    """Links naar vorige, volgende en nabije pagina's; houdt de andere GET-parameters vast."""
    request = context.get("request")
    parameters = request.GET.copy() if request else None

    def adres(nummer):
        if parameters is None:
            return f"?{naam}={nummer}"
        parameters[naam] = nummer
        return f"?{parameters.urlencode()}"

    nummers = pagina.paginator.get_elided_page_range(pagina.number, on_each_side=1, on_ends=1)
    bladen = [
        {
            "nummer": n,
            "url": adres(n) if isinstance(n, int) else "",
            "hier": n == pagina.number,
        }
        for n in nummers
    ]
    vorige = adres(pagina.previous_page_number()) if pagina.has_previous() else ""
    volgende = adres(pagina.next_page_number()) if pagina.has_next() else ""
    waarden = {
        "bladen": bladen,
        "vorige": vorige,
        "volgende": volgende,
        "label": label,
        "pagina": pagina,
    }
    return render_to_string("components/pagineerder.html", waarden)


@register.simple_tag
def figuur(figuur, *, niveau=3):
    """Een grafiek met haar boodschap in één zin en dezelfde getallen als tabel (schermen K1)."""
    return render_to_string("components/figuur.html", {"figuur": figuur, "kop": f"h{int(niveau)}"})


# ---- forms -------------------------------------------------------------------------------------------
@register.simple_tag
def foutsamenvatting(*formulieren):
    """De fouten van één of meer formulieren, boven het formulier; de kop krijgt de focus (schermen D1)."""
    fouten = []
    for form in formulieren:
        if not getattr(form, "is_bound", False) or form.is_valid():
            continue
        form.samengevat = True
        fouten += [("", fout) for fout in form.non_field_errors()]
        for veld in form:
            doel = "" if veld.is_hidden else veld.fout_doel
            naam = veld.label if str(veld.label).endswith("?") else f"{veld.label}:"
            fouten += [(doel, f"{naam} {fout}") for fout in veld.errors]
    return render_to_string("components/foutsamenvatting.html", {"fouten": fouten}) if fouten else ""


@register.simple_tag(takes_context=True)
def titelvoorvoegsel(context):
    """Het voorvoegsel "Fout (2): " voor de paginatitel, als een formulier op deze pagina fouten heeft."""
    formulieren = context.get("formulieren") or [context.get("form")]
    aantal = 0
    for form in formulieren:
        if getattr(form, "is_bound", False) and not getattr(form, "is_filter", False):
            aantal += sum(len(fouten) for fouten in form.errors.values())
    return f"Fout ({aantal}): " if aantal else ""


@register.simple_tag(takes_context=True)
def meldingen(context):
    """Wat er net gebeurd is, in één balk; blijft staan tot de volgende pagina (schermen C1)."""
    berichten = list(context.get("messages") or [])
    if not berichten:
        return ""
    zwaarste = max(bericht.level for bericht in berichten)
    soort = (
        "fout" if zwaarste >= 40 else "let-op" if zwaarste >= 30 else "gelukt" if zwaarste >= 25 else "info"
    )
    regels = []
    for bericht in berichten:
        merk = next(
            (m for m in (bericht.extra_tags or "").split() if m.startswith("ongedaan:")),
            "",
        )
        regels.append({"tekst": bericht.message, "ongedaan_url": merk.removeprefix("ongedaan:")})
    waarden = {"regels": regels, "soort": soort, "teken": TEKENS[soort]}
    return render_to_string("components/meldingen.html", waarden | _csrf(context))


def _csrf(context) -> dict:
    return {"csrf_token": context.get("csrf_token") or mark_safe("")}
