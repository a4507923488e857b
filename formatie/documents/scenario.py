"""Een wat-als-berekening naast de basis en een ander scenario (RH-164)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from formatie.documents.tabel import NIET_VASTGESTELD, Kolom, Regel, Stuk, Tabel
from formatie.queries.telling import Basis
from formatie.rules import Invoer, Post, Uitkomst, bereken, fte_voor, krimp
from kern import opmaak

JAREN = 5


@dataclass(frozen=True)
class Kant:
    """Eén kolom van de vergelijking."""

    naam: str
    invoer: Invoer
    uitkomst: Uitkomst
    fout: str = ""


def kant(naam: str, invoer: Invoer, decimalen: int = 1) -> Kant:
    """Reken één kant uit; kan dat niet, dan zegt `fout` waarom."""
    try:
        return Kant(naam, invoer, bereken(invoer, decimalen=decimalen))
    except ValueError as fout:
        # The lines that do not depend on the split are still worth seeing.
        return Kant(naam, invoer, bereken(replace(invoer, naar_werk=None), decimalen=decimalen), str(fout))


def scenariostuk(gemeente, basis: Basis, kanten: Sequence[Kant], *, titel: str, bron: str = "") -> Stuk:
    """De vergelijking als stuk: eerst het gekozen scenario zelf, dan alles naast elkaar."""
    gekozen = kanten[1] if len(kanten) > 1 else kanten[0]
    tabellen = [posten_tabel(gekozen), vergelijking(kanten), invoertabel(kanten), uitstroomtabel(gekozen)]
    return Stuk(
        f"scenario-{gemeente.code}-{basis.peildatum:%Y-%m-%d}",
        titel,
        gemeente.naam,
        gemeente.pk,
        basis.peildatum,
        tuple(tabellen),
        inleiding=(f"Bron: {bron}.",) if bron else (),
        bronnen=tuple(
            f"{code}: {basis.norm(code)}. {basis.norm(code).uitleg}"
            for code in ("norm.wsw", "norm.werkgeversbenadering", "norm.ontwikkeling")
            if basis.norm(code)
        ),
    )


def posten_tabel(kant: Kant) -> Tabel:
    """Mensen, norm, precies, nodig, nu en verschil per taak, met totalen (schermen, wat als)."""
    uitkomst = kant.uitkomst
    pw, wsw = uitkomst.pw_totaal, uitkomst.wsw_totaal
    regels = [_post(post) for post in uitkomst.pw] + [_post(pw, "totaal")]
    regels += [_post(post) for post in uitkomst.wsw] + [_post(wsw, "totaal")]
    regels.append(_post(uitkomst.herbeoordeling))
    zinnen = []
    if pw.verschil is not None:
        zinnen.append(
            f"Re-integratie PW: {opmaak.getal(pw.nodig, 2)} − {opmaak.getal(pw.nu, 2)} = "
            f"{opmaak.verschil(pw.verschil, 2)} fte, afgerond {opmaak.verschil(pw.verschil, 1)} fte."
        )
    post = uitkomst.wsw[0]
    if post.exact is not None:
        zinnen.append(
            f"Wsw: {post.som} = {opmaak.getal(post.exact, 2)}, afgerond {opmaak.getal(post.nodig, 1)} fte."
        )
    return Tabel(
        "posten",
        f"Nodige formatie: {kant.naam}",
        (
            Kolom("Taak"),
            Kolom("Mensen", "aantal"),
            Kolom("Norm per fte", "norm"),
            Kolom("Precies", "exact", NIET_VASTGESTELD),
            Kolom("Nodig", "fte", NIET_VASTGESTELD),
            Kolom("Nu", "fte"),
            Kolom("Verschil", "verschil_fte"),
        ),
        tuple(regels),
        (
            (
                "Nodig",
                "Regels uit een caseload zijn afgerond; vaste posten niet. Het totaal telt de afgeronde regels.",
            ),
            ("Nu", "De eigen formatie die op de peildatum beschikbaar is; bij een nieuwe taak is dat 0."),
        ),
        tuple(zinnen),
    )


def _post(post: Post, toon: str = "gewoon") -> Regel:
    norm = None if post.code == "herbeoordeling" else post.norm
    return Regel((post.naam, post.mensen, norm, post.exact, post.nodig, post.nu, post.verschil), toon)


def vergelijking(kanten: Sequence[Kant]) -> Tabel:
    """De uitkomsten van alle kanten naast elkaar, in fte."""
    rijen: list[tuple[str, str, bool]] = [
        ("Werkgeversbenadering", "plaatsing", False),
        ("Ontwikkeling", "ontwikkeling", False),
        ("Totaal re-integratie PW", "pw", True),
        ("Wsw: detachering en jobcoaching", "wsw", False),
        ("Totaal Wsw", "wsw_totaal", True),
        ("Extra: herbeoordeling", "herbeoordeling", False),
    ]
    regels = [
        Regel((naam, *(_fte(kant, code) for kant in kanten)), "totaal" if totaal else "gewoon")
        for naam, code, totaal in rijen
    ]
    regels.append(Regel(("Verschil met nu, PW", *(_verschil(kant) for kant in kanten))))
    return Tabel(
        "vergelijking",
        "Naast elkaar, in fte",
        (Kolom("Taak"), *(Kolom(kant.naam, "fte", NIET_VASTGESTELD) for kant in kanten)),
        tuple(regels),
        zinnen=tuple(f"{kant.naam}: {kant.fout}" for kant in kanten if kant.fout),
    )


def _fte(kant: Kant, code: str) -> Decimal | None:
    posten = {post.code: post for post in (*kant.uitkomst.pw, *kant.uitkomst.wsw)}
    posten |= {"pw": kant.uitkomst.pw_totaal, "wsw_totaal": kant.uitkomst.wsw_totaal}
    posten["herbeoordeling"] = kant.uitkomst.herbeoordeling
    return posten[code].nodig


def _verschil(kant: Kant) -> Decimal | None:
    return kant.uitkomst.pw_totaal.verschil


INVOERREGELS = (
    ("Wsw totaal", "wsw_totaal", "aantal"),
    ("Wsw: begeleiding al geregeld", "wsw_voorzien", "aantal"),
    ("Wsw: terugval", "wsw_terugval", "aantal"),
    ("Wsw actief", "wsw_actief", "aantal"),
    ("PW: uitkering", "pw_uitkering", "aantal"),
    ("PW: begeleid werken", "pw_begeleid_werken", "aantal"),
    ("PW: loonkostensubsidie", "pw_lks", "aantal"),
    ("PW actief", "pw_actief", "aantal"),
    ("PW passief", "pw_passief", "aantal"),
    ("Naar werk per jaar", "naar_werk", "aantal"),
    ("Norm Wsw", "norm_wsw", "norm"),
    ("Norm werkgeversbenadering", "norm_plaatsing", "norm"),
    ("Norm ontwikkeling", "norm_ontwikkeling", "norm"),
    ("Uitstroom Wsw per jaar, %", "uitstroom_wsw", "norm"),
)


def invoertabel(kanten: Sequence[Kant]) -> Tabel:
    """Waarmee elke kant rekent, zodat je ziet wat er anders is."""
    regels = [
        Regel(
            (naam, *(getattr(kant.invoer, veld) for kant in kanten)),
            "totaal" if veld.endswith("actief") else "gewoon",
        )
        for naam, veld, _ in INVOERREGELS
    ]
    return Tabel(
        "invoer",
        "Waarmee is gerekend",
        (Kolom("Gegeven"), *(Kolom(kant.naam, "norm", "onbekend") for kant in kanten)),
        tuple(regels),
    )


def uitstroomtabel(kant: Kant) -> Tabel:
    """Wat de uitstroom van de Wsw met de nodige formatie doet, de komende jaren (RH-164)."""
    invoer = kant.invoer
    regels = []
    if invoer.wsw_totaal and invoer.uitstroom_wsw is not None and invoer.norm_wsw:
        vrij = max(invoer.wsw_totaal - (invoer.wsw_voorzien or 0), 0)
        standen = krimp(invoer.wsw_totaal, 0, {0: invoer.uitstroom_wsw}, JAREN)
        for stand in standen:
            actief = vrij * stand.aantal / invoer.wsw_totaal + (invoer.wsw_terugval or 0)
            exact = fte_voor(
                0, invoer.norm_wsw, (actief / invoer.norm_wsw) + (invoer.opslag_wsw or Decimal(0))
            )
            naam = "nu" if not stand.jaar else f"over {stand.jaar} jaar"
            regels.append(Regel((naam, stand.aantal, actief, exact)))
    return Tabel(
        "uitstroom",
        "Wsw de komende jaren",
        (
            Kolom("Wanneer"),
            Kolom("Bestand", "mensen"),
            Kolom("Actief", "mensen"),
            Kolom("Precies, fte", "exact"),
        ),
        tuple(regels),
        (
            (
                "Aanname",
                "Het hele bestand krimpt met het percentage; wie al begeleiding heeft, krimpt even hard mee. "
                "De terugval blijft gelijk.",
            ),
        ),
    )
