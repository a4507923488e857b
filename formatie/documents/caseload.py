"""De caseload per team en medewerker, met teller, noemer en norm; en wat het plan erover zegt (RH-162, C2)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from formatie.documents.tabel import NIET_VASTGESTELD, Kolom, Regel, Stuk, Tabel
from formatie.models import Scenario
from formatie.queries.caseload import OVERIG, PASSIEF, PW, VOORZIEN, WSW, Belasting, Teamstand
from formatie.queries.telling import Basis
from formatie.rules import PerFte
from kern import opmaak

UITLEG = (
    ("Mensen", "Personen van wie deze collega op de peildatum contactpersoon is en die tegen een norm tellen: "
     "Wsw actief en Participatiewet actief. De anderen staan bij 'daarnaast'."),
    ("Fte", "De fte van het teamlid op de peildatum. Wie geen caseload heeft, telt niet in het teamtotaal."),
    ("Daarnaast", "Passief, met begeleiding die al geregeld is, of overig: nog zonder doeltrede of in nazorg. "
     "Zij tellen niet tegen een norm."),
    ("Norm", "De norm bij deze samenstelling: mensen gedeeld door de nodige fte. Voor Wsw geldt de norm Wsw, voor "
     "Participatiewet actief de norm ontwikkeling."),
    ("Belasting", "Nodige fte als percentage van de aanwezige fte. 98 op een norm van 85 is 115,3%."),
    ("Weken te hoog", "Zoveel weken achter elkaar, tot en met de peildatum, ligt de belasting boven de grens. "
     "Er wordt ten hoogste 13 weken teruggeteld."),
)  # fmt: skip


def caseloadstuk(
    gemeente, basis: Basis, teams: Sequence[Teamstand], plan: Scenario | None, *, met_namen: bool
) -> Stuk:
    """De hele caseloadpagina. Zonder `met_namen` alleen de teams."""
    grens, weken = basis.norm("formatie.grens_pct"), basis.norm("formatie.grens_weken")
    tabellen = [team_tabel(teams)]
    if met_namen:
        tabellen += [
            medewerker_tabel(nummer, team, grens, weken) for nummer, team in enumerate(teams, start=1)
        ]
    if plan and plan.invoer.get("per_fte"):
        tabellen.append(plan_tabel(plan.naam, plan.invoer["per_fte"]))
    regels = [
        f"{code}: {basis.norm(code)}. {basis.norm(code).uitleg}" for code in ("norm.wsw", "norm.ontwikkeling")
    ]
    regels += [f"{o.code}: {o}. {o.uitleg}" for o in (grens, weken) if o]
    return Stuk(
        f"caseload-{gemeente.code}-{basis.peildatum:%Y-%m-%d}",
        f"Caseload op {opmaak.datum(basis.peildatum)}",
        gemeente.naam,
        gemeente.pk,
        basis.peildatum,
        tuple(tabellen),
        bronnen=tuple(regels),
    )


def team_tabel(teams: Sequence[Teamstand]) -> Tabel:
    regels = [_regel(team.samen, ()) for team in teams]
    return Tabel(
        "teams",
        "Per team",
        _kolommen("Team"),
        tuple(regels),
        UITLEG[:5],
        (),
        "Er zijn op deze dag geen teams.",
    )


def medewerker_tabel(nummer: int, team: Teamstand, grens, weken) -> Tabel:
    """De leden van een team; te hoog staat er in woorden bij."""
    regels = [
        _regel(lid, (lid.weken_te_hoog if grens else None, oordeel(lid, grens, weken))) for lid in team.leden
    ]
    zinnen = []
    if team.zonder_caseload:
        namen = ", ".join(f"{lid.naam} ({opmaak.fte(lid.fte)})" for lid in team.zonder_caseload)
        zinnen.append(f"Zonder caseload, en dus niet meegeteld: {namen}.")
    return Tabel(
        f"team-{nummer}",
        f"Medewerkers van {team.naam}",
        (*_kolommen("Medewerker"), Kolom("Weken te hoog", "aantal", NIET_VASTGESTELD), Kolom("Oordeel")),
        tuple(regels),
        UITLEG,
        tuple(zinnen),
        "Niemand in dit team heeft op deze dag een caseload.",
    )


def oordeel(lid: Belasting, grens, weken) -> str:
    """In woorden hoe zwaar het is; leeg als de grens niet is vastgesteld of er niets te meten valt."""
    if not lid.mensen or lid.percentage is None or not grens:
        return ""
    if lid.percentage <= 100:
        return "binnen de norm"
    if lid.percentage <= grens.waarde:
        return "boven de norm"
    if weken and lid.weken_te_hoog > weken.waarde:
        return "te hoog, al te lang"
    return "te hoog"


def _kolommen(eerste: str) -> tuple[Kolom, ...]:
    return (
        Kolom(eerste),
        Kolom("Mensen", "aantal"),
        Kolom("Wsw", "aantal"),
        Kolom("PW", "aantal"),
        Kolom("Fte", "fte"),
        Kolom("Per fte", "per_fte"),
        Kolom("Norm", "per_fte"),
        Kolom("Belasting", "procent"),
        Kolom("Daarnaast"),
    )


def _regel(stand: Belasting, erbij: tuple) -> Regel:
    per = stand.per_klasse
    return Regel(
        (
            stand.naam,
            stand.mensen,
            per.get(WSW, 0),
            per.get(PW, 0),
            stand.fte,
            stand.per_fte.exact if stand.mensen else None,
            stand.norm,
            stand.percentage if stand.mensen else None,
            daarnaast(per),
            *erbij,
        )
    )


def daarnaast(per_klasse: Mapping[str, int]) -> str:
    """Wie wel bij deze collega hoort, maar niet tegen een norm telt."""
    woorden = ((PASSIEF, "passief"), (VOORZIEN, "al geregeld"), (OVERIG, "overig"))
    return ", ".join(f"{per_klasse[k]} {woord}" for k, woord in woorden if per_klasse.get(k))


def plan_tabel(naam: str, rijen: Sequence[Mapping]) -> Tabel:
    """Wat het document over de caseload per fte zegt, en dezelfde som nagerekend (C2)."""
    regels: list[Regel] = []
    for rij in rijen:
        regels.append(
            _planregel(f"{rij['naam']}, volgens het document", rij["mensen"], rij["fte"], rij["bron"])
        )
        if "nagerekend" in rij:
            regels.append(
                _planregel(
                    f"{rij['naam']}, nagerekend", rij["nagerekend"], rij["fte"], rij["som"], toon="deel"
                )
            )
    return Tabel(
        "plan-per-fte",
        f"Caseload per fte volgens {naam}",
        (
            Kolom("Functie"),
            Kolom("Mensen", "aantal"),
            Kolom("Fte", "fte"),
            Kolom("Per fte, precies", "per_fte", "geen caseload"),
            Kolom("Per fte, afgerond", "aantal", "geen caseload"),
            Kolom("Som of bron"),
        ),
        tuple(regels),
        (),
        ("Waar het document een andere uitkomst noemt dan de som, staan ze onder elkaar.",),
    )


def _planregel(naam, mensen, fte, uitleg, toon="gewoon") -> Regel:
    stand = PerFte(int(mensen), Decimal(fte))
    exact, afgerond = (stand.exact, stand.afgerond) if mensen else (None, None)
    return Regel((naam, int(mensen), Decimal(fte), exact, afgerond, uitleg), toon)
