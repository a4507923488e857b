"""Forms of Trede: one renderer, tolerant Dutch fields, base classes that know versions and double submits."""

from kern.forms.base import PeriodeMixin, TredeFilterForm, TredeForm, TredeModelForm
from kern.forms.codes import BsnField, BtwnummerField, IbanField, KvkField, PostcodeField
from kern.forms.conflict import Conflict, los_op, vergelijk
from kern.forms.fields import (
    BedragField,
    DatumField,
    DatumMetKeuzesField,
    GetalField,
    HeelGetalField,
    JaNeeField,
    KeuzeField,
    MeerkeuzeField,
    ModelKeuzeField,
    ProcentField,
    TekstField,
    UrenField,
)
from kern.forms.renderer import TredeBoundField, TredeRenderer

__all__ = [
    "BedragField",
    "BsnField",
    "BtwnummerField",
    "Conflict",
    "DatumField",
    "DatumMetKeuzesField",
    "GetalField",
    "HeelGetalField",
    "IbanField",
    "JaNeeField",
    "KeuzeField",
    "KvkField",
    "MeerkeuzeField",
    "ModelKeuzeField",
    "PeriodeMixin",
    "PostcodeField",
    "ProcentField",
    "TekstField",
    "TredeBoundField",
    "TredeFilterForm",
    "TredeForm",
    "TredeModelForm",
    "TredeRenderer",
    "UrenField",
    "los_op",
    "vergelijk",
]
