"""Toegang: welke rechten iemand op een dag heeft, per gemeente."""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from kern.permissions import ROLLEN, Recht, Rol

# One query: own roles, roles through a verband, and roles of the person one replaces today.
_SQL = """
with mensen as (
    select %(gebruiker)s::bigint as id, false as vervangt
    union all
    select afwezige_id, true from kern_vervanging v join kern_gebruiker g on g.id = v.afwezige_id
    where vervanger_id = %(gebruiker)s and daterange(begindatum, einddatum, '[]') @> %(dag)s::date
)
select r.rol, g.id, m.id, m.vervangt, g.naam
from mensen m
join kern_rolvervulling r on r.gebruiker_id = m.id
    and daterange(r.begindatum, r.einddatum, '[]') @> %(dag)s::date
left join kern_deelname d on d.verband_id = r.verband_id
    and daterange(d.begindatum, d.einddatum, '[]') @> %(dag)s::date
join kern_gemeente g on g.id = coalesce(r.gemeente_id, d.gemeente_id)
"""


@dataclass(frozen=True)
class Toegang:
    """De rechten van één gebruiker op één dag."""

    per_recht: dict[Recht, frozenset[int]] = field(default_factory=dict)
    rollen: frozenset[Rol] = frozenset()
    per_rol: dict[Rol, frozenset[int]] = field(default_factory=dict)
    gemeenten: frozenset[int] = frozenset()
    vervangt: frozenset[int] = frozenset()
    namen: dict[int, str] = field(default_factory=dict)

    def mag(self, recht: Recht, gemeente_id: int | None = None) -> bool:
        """Heeft de gebruiker dit recht, in deze gemeente (of in welke dan ook)?"""
        waar = self.per_recht.get(recht, frozenset())
        return bool(waar) if gemeente_id is None else gemeente_id in waar

    def gemeenten_met(self, recht: Recht) -> frozenset[int]:
        """De gemeenten waar de gebruiker dit recht heeft."""
        return self.per_recht.get(recht, frozenset())

    def heeft_rol(self, rol: str, gemeente_id: int) -> bool:
        """Heeft de gebruiker deze rol in deze gemeente, zelf of door vervanging?"""
        return gemeente_id in self.per_rol.get(Rol(rol), frozenset())


def toegang_van(gebruiker, dag: date) -> Toegang:
    """Lees de rechten van `gebruiker` op `dag`: eigen rollen, via een verband en door vervanging."""
    if not gebruiker.is_active:
        return Toegang()
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"gebruiker": gebruiker.pk, "dag": dag})
        rijen = cursor.fetchall()
    per_recht: dict[Recht, set[int]] = {}
    per_rol: dict[Rol, set[int]] = {}
    for rol, gemeente_id, *_ in rijen:
        per_rol.setdefault(Rol(rol), set()).add(gemeente_id)
        for recht in ROLLEN.get(Rol(rol), frozenset()):
            per_recht.setdefault(recht, set()).add(gemeente_id)
    return Toegang(
        per_recht={recht: frozenset(waar) for recht, waar in per_recht.items()},
        rollen=frozenset(per_rol),
        per_rol={rol: frozenset(waar) for rol, waar in per_rol.items()},
        gemeenten=frozenset(rij[1] for rij in rijen),
        vervangt=frozenset(rij[2] for rij in rijen if rij[3]),
        namen={rij[1]: rij[4] for rij in rijen},
    )
