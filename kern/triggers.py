"""What stays as it is, kept by the database itself: also against bulk changes and raw SQL."""

import pgtrigger


def staat_vast_met_ouder(naam: str, *, ouder: str, veld: str, status: str, melding: str) -> pgtrigger.Trigger:
    """De rij wijst met `veld` naar een rij van de tabel `ouder`; heeft die deze `status`, dan verandert er niets
    meer: geen rij erbij, geen rij eraf en geen rij anders."""
    rij = veld[0]
    # The indentation is part of the text that migrations keep and compare.
    return pgtrigger.Trigger(
        name=naam,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("welke", "bigint")],
        func=f"""
                    welke := case when tg_op = 'INSERT' then new.{veld}_id else old.{veld}_id end;
                    if exists (
                        select 1 from {ouder} {rij} where {rij}.id = welke and {rij}.status = '{status}'
                    ) then
                        raise exception '{melding}';
                    end if;
                    if tg_op = 'DELETE' then
                        return old;
                    end if;
                    return new;
                """,  # noqa: S608  the names are ours, written in the models
    )
