"""De formatiepagina: beide tabellen, de caseload van plan en telling, dekking en kwetsbare taken."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from formatie.choices import Tabel as Brontabel
from formatie.choices import Versie
from formatie.documents.tabel import NIET_VASTGESTELD, Kolom, Regel, Stuk, Tabel
from formatie.models import Formatieplaats, Scenario
from formatie.queries.plaatsen import Formatietabel, Taakbezetting, formatietabel, plaatsen_op, taakbezetting
from formatie.queries.telling import SOORTEN, Basis, Soort
from formatie.rules import Invoer, Post, Uitkomst, bereken, invoer_uit_json
from kern import opmaak

Adres = Callable[[Soort], str]
TITELS = {Brontabel.WSW: "Formatie lokale uitvoering Wsw", Brontabel.PW: "Formatie re-integratie PW"}


def veilig_berekend(invoer: Invoer) -> tuple[Uitkomst, str]:
    """De uitkomst; valt er met deze aantallen niets te verdelen, dan blijven die regels open en zegt de zin waarom."""
    try:
        return bereken(invoer), ""
    except ValueError as fout:
        return bereken(replace(invoer, naar_werk=None)), str(fout)


def overzicht(gemeente, basis: Basis, plan: Scenario | None, *, adres: Adres = lambda soort: "") -> Stuk:
    """Alles van de formatiepagina. `plan` is het scenario waarmee het voorstel is gemaakt."""
    peildatum = basis.peildatum
    plaatsen = plaatsen_op(gemeente, peildatum)
    planinvoer = invoer_uit_json(plan.invoer) if plan else None
    uitkomst, _ = veilig_berekend(planinvoer or basis.invoer)
    naam = plan.naam if plan else "telling"
    bezetting = taakbezetting(gemeente, peildatum, basis.norm("formatie.min_personen_per_taak"))
    tabellen = [
        bron_tabel(formatietabel(soort, plaatsen, uitkomst), naam) for soort in (Brontabel.WSW, Brontabel.PW)
    ]
    tabellen += [caseload_tabel(basis, planinvoer, naam, adres), behoefte_tabel(basis, planinvoer, naam)]
    tabellen += [dekking_tabel(plaatsen), taken_tabel(bezetting), benchmark_tabel(basis)]
    return Stuk(
        f"formatie-{gemeente.code}-{peildatum:%Y-%m-%d}",
        f"Formatie op {opmaak.datum(peildatum)}",
        gemeente.naam,
        gemeente.pk,
        peildatum,
        tuple(tabellen),
        bronnen=bronnen(basis),
    )


def bronnen(basis: Basis) -> tuple[str, ...]:
    """Elke norm die is gebruikt, met haar bron en versie."""
    gebruikt = ("norm.wsw", "norm.werkgeversbenadering", "norm.ontwikkeling", "formatie.verwacht_naar_werk")
    return tuple(
        f"{code}: {basis.norm(code)}. {basis.norm(code).uitleg}" for code in gebruikt if basis.norm(code)
    )


def bron_tabel(tabel: Formatietabel, scenario: str) -> Tabel:
    """Huidig naast voorgesteld, met de precieze som en de afronding (RH-167, RH-168)."""
    regels = [
        Regel(
            (
                _met_ingekocht(regel.naam_nu, regel.ingekocht),
                regel.huidig,
                regel.naam_voorstel or "–",
                regel.exact if regel.voorstel is not None else None,
                regel.voorstel,
                regel.verschil,
            )
        )
        for regel in tabel.regels
    ]
    zinnen = []
    if regels:
        totaal = ("Totaal", tabel.huidig, "Nodig", tabel.exact, tabel.voorstel, tabel.uitbreiding)
        regels.append(Regel(totaal, "totaal"))
        zinnen.append(
            f"Uitbreiding: {opmaak.getal(tabel.voorstel, 2)} − {opmaak.getal(tabel.huidig, 2)} = "
            f"{opmaak.getal(tabel.uitbreiding, 2)} fte, afgerond {opmaak.getal(tabel.uitbreiding_afgerond, 1)} fte."
        )
    if tabel.ingekocht:
        zinnen.append(
            f"Nu ook {opmaak.fte(tabel.ingekocht)} ingekocht bij een ander. Dat telt niet mee in de eigen formatie."
        )
    if tabel.voorbehoud:
        beschikbaar = tabel.voorstel - tabel.voorbehoud
        zinnen.append(
            f"Beschikbaar is {opmaak.fte(beschikbaar)}; {opmaak.fte(tabel.voorbehoud)} is nog onder voorbehoud."
        )
    return Tabel(
        f"formatie-{tabel.tabel}",
        TITELS[tabel.tabel],
        (
            Kolom("Taak nu"),
            Kolom("Huidig, fte", "fte"),
            Kolom("Taak voorgesteld"),
            Kolom("Precies, fte", "exact", NIET_VASTGESTELD),
            Kolom("Voorgesteld, fte", "fte"),
            Kolom("Verschil", "verschil_fte"),
        ),
        tuple(regels),
        (
            ("Precies", f"De uitkomst van de berekening met de aantallen van '{scenario}', niet afgerond."),
            ("Voorgesteld", "De fte die is vastgelegd. Een besluit houdt zijn eigen, afgeronde getal."),
        ),
        tuple(zinnen),
        "Er zijn op deze dag nog geen formatieplaatsen vastgelegd.",
    )


def _met_ingekocht(naam: str, ingekocht: Decimal) -> str:
    return f"{naam or '–'} (ingekocht: {opmaak.fte(ingekocht)})" if ingekocht else naam or "–"


def caseload_tabel(basis: Basis, plan: Invoer | None, naam: str, adres: Adres) -> Tabel:
    """Het plan naast de telling, met het verschil; nooit gelijkgetrokken (C1)."""
    regels: list[Regel] = []
    for soort in SOORTEN:
        geteld = basis.invoer.wsw_terugval if soort.code == "wsw_terugval" else basis.telling[soort.code]
        gepland = getattr(plan, soort.code, None) if plan else None
        url = adres(soort) if geteld is not None else ""
        regels.append(_planregel(soort.naam, gepland, geteld, url, soort.code == "wsw_voorzien"))
        if soort.code == "wsw_terugval":
            regels.append(
                _planregel("Wsw actief", plan and plan.wsw_actief, basis.invoer.wsw_actief, toon="totaal")
            )
        if soort.code == "pw_lks":
            regels.append(
                _planregel("PW actief", plan and plan.pw_actief, basis.invoer.pw_actief, toon="totaal")
            )
    naar_werk = plan.naar_werk if plan else None
    regels.append(_planregel("Verwacht naar werk per jaar", naar_werk, basis.invoer.naar_werk))
    definities = [(soort.naam, soort.definitie) for soort in SOORTEN]
    definities.append(
        ("Verwacht naar werk", "Een aanname voor de formatie; iets anders dan het doel van de monitor (C4).")
    )
    return Tabel(
        "caseload",
        "Caseload: plan en telling",
        (
            Kolom("Soort"),
            Kolom(f"Volgens {naam}" if plan else "Volgens plan", "aantal"),
            Kolom(f"Geteld op {opmaak.datum(basis.peildatum)}", "aantal", "niet geteld"),
            Kolom("Verschil", "verschil"),
        ),
        tuple(regels),
        tuple(definities),
        ("Het plan en de telling worden niet op elkaar gepast: het verschil staat erbij.",) if plan else (),
    )


def _planregel(naam, gepland, geteld, url="", deel=False, toon="") -> Regel:
    verschil = None if gepland is None or geteld is None else geteld - gepland
    return Regel(
        (naam, gepland, geteld, verschil), toon or ("deel" if deel else "gewoon"), {2: url} if url else {}
    )


def behoefte_tabel(basis: Basis, plan: Invoer | None, naam: str) -> Tabel:
    """De nodige formatie: mensen, norm, precies en afgerond, voor het plan en voor de telling (RH-160, RH-163)."""
    regels: list[Regel] = []
    zinnen: list[str] = []
    for bron, invoer in ((naam, plan), (f"geteld op {opmaak.datum(basis.peildatum)}", basis.invoer)):
        if invoer is None:
            continue
        uitkomst, fout = veilig_berekend(invoer)
        if fout:
            zinnen.append(f"Plaatsing en ontwikkeling {bron}: {fout}")
        regels += [post_regel(post, bron) for post in (*uitkomst.wsw[:1], *uitkomst.pw[:2])]
        regels.append(post_regel(uitkomst.klanten, bron, "totaal"))
        regels.append(post_regel(uitkomst.herbeoordeling, bron))
    return Tabel(
        "behoefte",
        "Nodige formatie uit de caseload",
        (
            Kolom("Taak"),
            Kolom("Mensen", "aantal", "niet geteld"),
            Kolom("Norm per fte", "norm", NIET_VASTGESTELD),
            Kolom("Som"),
            Kolom("Precies, fte", "exact", NIET_VASTGESTELD),
            Kolom("Afgerond, fte", "fte", NIET_VASTGESTELD),
        ),
        tuple(regels),
        (
            ("Detachering", "Jobcoaching hoort bij deze norm en is geen aparte post (RH-022)."),
            (
                "Herbeoordeling",
                "Mensen × keer per jaar × uren per keer / productieve uren per fte. Het plan vraagt deze regel, maar "
                "noemt geen tijd; zonder norm in het beleidskader blijft zij leeg (C16). Telt niet in de tabellen.",
            ),
        ),
        tuple(zinnen),
    )


def post_regel(post: Post, bron: str, toon: str = "gewoon") -> Regel:
    # A sum and a re-assessment have no norm per fte by nature; that is not the same as a norm that is not set.
    norm = "–" if post.code in ("pw-klanten", "herbeoordeling") else post.norm
    return Regel((f"{post.naam}, {bron}", post.mensen, norm, post.som, post.exact, post.nodig), toon)


def dekking_tabel(plaatsen: Sequence[Formatieplaats]) -> Tabel:
    """Waaruit elke formatieplaats wordt betaald, met voorbehoud en periode (RH-005, RH-006, HT-094)."""
    regels = [
        Regel(
            (
                f"{plaats.functie.naam} ({plaats.get_versie_display()})",
                plaats.fte,
                plaats.begindatum,
                plaats.einddatum,
                plaats.dekking,
                _stand(plaats),
                plaats.besluit or plaats.bron,
            )
        )
        for plaats in plaatsen
    ]
    return Tabel(
        "dekking",
        "Dekking en voorbehoud",
        (
            Kolom("Formatieplaats"),
            Kolom("Fte", "fte"),
            Kolom("Eerste dag", "datum"),
            Kolom("Laatste dag", "datum", "loopt door"),
            Kolom("Dekking"),
            Kolom("Stand"),
            Kolom("Besluit of bron"),
        ),
        tuple(regels),
    )


def _stand(plaats: Formatieplaats) -> str:
    delen = []
    if plaats.voorbehoud and plaats.toegekend_op:
        delen.append(f"toegekend op {opmaak.datum(plaats.toegekend_op)}")
    elif plaats.voorbehoud:
        delen.append(f"onder voorbehoud: {plaats.voorbehoud}")
    else:
        delen.append("beschikbaar")
    delen += [
        woord for woord, waar in (("voorlopig", plaats.voorlopig), ("vacature", plaats.vacature)) if waar
    ]
    if plaats.ingekocht:
        delen.append("ingekocht")
    if plaats.einddatum and plaats.versie == Versie.HUIDIG:
        delen.append("tijdelijk")
    return ", ".join(delen)


def taken_tabel(bezetting: Sequence[Taakbezetting]) -> Tabel:
    """Taken die op te weinig mensen rusten (TW-050)."""
    regels = [
        Regel(
            (
                str(taak.rol.label),
                taak.mensen,
                taak.minimum,
                "te weinig: regel achtervang" if taak.te_weinig else "voldoende" if taak.minimum else "",
            )
        )
        for taak in bezetting
    ]
    return Tabel(
        "taken",
        "Hoeveel mensen een taak kunnen doen",
        (
            Kolom("Taak"),
            Kolom("Mensen", "aantal"),
            Kolom("Ten minste", "aantal", NIET_VASTGESTELD),
            Kolom("Oordeel"),
        ),
        tuple(regels),
        (
            (
                "Mensen",
                "Actieve collega's met deze rol op de peildatum. Een taak op één persoon is kwetsbaar.",
            ),
        ),
    )


def benchmark_tabel(basis: Basis) -> Tabel:
    """Normen van anderen naast de eigen norm (RH-169)."""
    gevonden = basis.norm("norm.benchmark")
    eigen = [
        Regel((f"Eigen norm: {naam}", naam, basis.norm(code).waarde))
        for code, naam in (
            ("norm.wsw", "Wsw"),
            ("norm.ontwikkeling", "ontwikkeling"),
            ("norm.werkgeversbenadering", "werkgeversbenadering"),
        )
    ]
    anderen = [
        Regel((rij["organisatie"], rij["onderwerp"], Decimal(rij["norm"])))
        for rij in (gevonden.waarde if gevonden else ())
    ]
    kolommen = (Kolom("Organisatie"), Kolom("Onderwerp"), Kolom("Klanten per fte", "norm", NIET_VASTGESTELD))
    return Tabel("benchmark", "Normen naast die van anderen", kolommen, (*eigen, *anderen))
