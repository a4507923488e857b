"""The figures as a table on the terminal, and as Markdown for docs/snelheid.md."""

from bench.measure import Meting

KOPPEN = ("pagina", "p50", "p95", "Python", "SQL", "vragen", "kB", "gzip", "÷ SQL", "÷ admin", "×")


def regel(meting: Meting) -> tuple[str, ...]:
    admin = meting.op_admin
    return (
        meting.naam,
        f"{meting.p50:.1f}",
        f"{meting.p95:.1f}",
        f"{meting.python:.1f}",
        f"{meting.sql:.1f}",
        str(meting.vragen),
        f"{meting.bytes / 1024:.0f}",
        f"{meting.gzip / 1024:.1f}",
        f"{meting.op_kaal:.1f}",
        f"{admin:.2f}" if admin else "",
        str(meting.keer),
    )


def als_tekst(rijen: list[tuple[str, ...]], koppen=KOPPEN) -> str:
    """Columns under each other, numbers to the right."""
    breedtes = [max(len(rij[k]) for rij in [koppen, *rijen]) for k in range(len(koppen))]

    def zet(rij) -> str:
        cellen = [
            rij[0].ljust(breedtes[0]),
            *(c.rjust(b) for c, b in zip(rij[1:], breedtes[1:], strict=True)),
        ]
        return "  ".join(cellen)

    return "\n".join([zet(koppen), "  ".join("-" * b for b in breedtes), *map(zet, rijen)])


def als_markdown(rijen: list[tuple[str, ...]], koppen=KOPPEN) -> str:
    lijn = "|---|" + "---:|" * (len(koppen) - 1)
    return "\n".join([f"| {' | '.join(koppen)} |", lijn, *(f"| {' | '.join(rij)} |" for rij in rijen)])
