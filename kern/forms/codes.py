"""Fields for numbers with a check: BSN, postcode, IBAN, KvK and VAT number."""

import re

from django import forms
from django.core.exceptions import ValidationError
from stdnum import iban as iban_regels
from stdnum.nl import bsn as bsn_regels
from stdnum.nl import btw as btw_regels

from kern.forms.fields import VERPLICHT, PersoonsgegevenMixin


class _CodeField(PersoonsgegevenMixin, forms.CharField):
    """A number with a check: spaces, dots and lower case are fine, the stored form is always the same."""

    teken_weg = re.compile(r"[\s.\-]")
    default_error_messages = {"required": VERPLICHT, "fout": "Dit nummer klopt niet."}

    def __init__(self, **kwargs):
        kwargs.pop("max_length", None)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("class", "invoer-kort")

    def to_python(self, value):
        value = super().to_python(value)
        if value in self.empty_values:
            return value
        schoon = self.lees(self.teken_weg.sub("", value).upper()) if len(value) <= 60 else None
        if schoon is None:
            raise ValidationError(self.error_messages["fout"], code="fout")
        return schoon

    def lees(self, code: str) -> str | None:
        """The canonical form, or None when it is not valid; without rules of its own a code is as typed."""
        return code


class BsnField(_CodeField):
    """BSN with elfproef (Wet algemene bepalingen bsn); eight digits get their leading zero back."""

    default_error_messages = {
        "required": "Vul het BSN in: 9 cijfers.",
        "fout": "Dit BSN klopt niet. Controleer de 9 cijfers.",
    }

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "numeric")

    def lees(self, code):
        if not re.fullmatch(r"[0-9]{8,9}", code):
            return None
        code = code.zfill(9)
        return code if code != "000000000" and bsn_regels.is_valid(code) else None


class PostcodeField(_CodeField):
    """1234 AB; never SA, SD or SS (PostNL)."""

    default_error_messages = {"fout": "Deze postcode klopt niet. Vul een postcode in zoals 7461 AB."}

    def lees(self, code):
        if not re.fullmatch(r"[1-9][0-9]{3}[A-Z]{2}", code) or code[4:] in (
            "SA",
            "SD",
            "SS",
        ):
            return None
        return f"{code[:4]} {code[4:]}"


class IbanField(_CodeField):
    """IBAN with its check digits; stored without spaces."""

    default_error_messages = {"fout": "Dit rekeningnummer klopt niet. Controleer het hele IBAN."}

    def lees(self, code):
        if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}", code):
            return None
        return code if iban_regels.is_valid(code) else None


class KvkField(_CodeField):
    """KvK number: eight digits, no check digit exists."""

    default_error_messages = {"fout": "Dit KvK-nummer klopt niet. Een KvK-nummer heeft 8 cijfers."}

    def lees(self, code):
        return code if re.fullmatch(r"[0-9]{8}", code) and code != "00000000" else None


class BtwnummerField(_CodeField):
    """VAT number: of a legal person by the eleven test, of a sole trader by mod 97 (regels.md §5)."""

    default_error_messages = {"fout": "Dit btw-nummer klopt niet. Het ziet eruit als NL123456782B90."}

    def lees(self, code):
        return f"NL{btw_regels.compact(code)}" if btw_regels.is_valid(code) else None
