"""The HTML of the commonest widgets and of the fields around them, made without the template engine.

Django draws a select of fifteen options with thirty included templates; on a page with a filter panel that is
a fifth of the time. The text is exactly that of the templates: tests/kern/test_invoervelden.py compares the two.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe

from kern.opmaak import veilig

_MAP = "django/forms/widgets/"


def quick_html(template_name: str, context: Mapping[str, Any]) -> SafeString | None:
    """The widget or field as HTML, or None when only its template can say how it looks."""
    if draw := _DRAW.get(template_name):
        html = draw(context["widget"])
    elif draw := _AROUND.get(template_name):
        html = draw(context)
    else:
        return None
    return None if html is None else mark_safe(html)  # noqa: S308 - every part is escaped below


def _attrs(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {veilig(name)}" + ("" if value is True else f'="{_text(value)}"')
        for name, value in attrs.items()
        if value is not False
    )


def _text(value: Any) -> str:
    # As |stringformat:"s": what is safe text already stays as it is.
    return veilig(value)


def _shown(value: Any) -> str:
    # As {{ value }}: numbers and dates in Dutch.
    return veilig(value if isinstance(value, str) else localize(value))


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    name = veilig(widget["name"])
    return f'<input type="{widget["type"]}" name="{name}"{value}{_attrs(widget["attrs"])}>'


def _textarea(widget: Mapping[str, Any]) -> str:
    value = _shown(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{veilig(widget["name"])}"{_attrs(widget["attrs"])}>\n{value}</textarea>'


def _select(widget: Mapping[str, Any]) -> str | None:
    parts = [f'<select name="{veilig(widget["name"])}"{_attrs(widget["attrs"])}>']
    for group, options, _ in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{_shown(group)}">')
        for option in options:
            if option["template_name"] != f"{_MAP}select_option.html":
                return None
            value, attrs = _text(option["value"]), _attrs(option["attrs"])
            parts.append(f'\n  <option value="{value}"{attrs}>{_shown(option["label"])}</option>\n')
        if group:
            parts.append("\n  </optgroup>")
    return "".join([*parts, "\n</select>"])


_DRAW: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    f"{_MAP}{name}.html": _input
    for name in ("text", "number", "email", "url", "password", "hidden", "date", "time", "checkbox")
} | {f"{_MAP}textarea.html": _textarea, f"{_MAP}select.html": _select}


# ---- around the widget: templates/django/forms/ ------------------------------------------------------
def _errors(context: Mapping[str, Any]) -> str | None:
    return None if context["errors"] else ""


def _form(context: Mapping[str, Any]) -> str | None:
    if context["errors"]:
        return None
    parts = []
    for field, errors in context["fields"]:
        classes = field.css_classes()
        extra = (" veld--fout" if errors else "") + (f" {_shown(classes)}" if classes else "")
        parts.append(f'<div class="veld{extra}">\n{field.as_field_group()}\n</div>\n')
    return "".join([*parts, *map(str, context["hidden_fields"])]).strip()


def _field(context: Mapping[str, Any]) -> str | None:
    field = context["field"]
    if field.use_fieldset:
        return None
    tick, label, identity = field.is_vinkje, field.label, _shown(field.id_for_label)
    optional = ' <span class="veld__niet-verplicht">(niet verplicht)</span>'
    parts = []
    if not tick and label:
        extra = optional if field.toont_niet_verplicht else ""
        parts.append(f'<label class="veld__label" for="{identity}">{_shown(label)}{extra}</label>\n')
    help_id = f' id="{_shown(field.auto_id)}_helptext"' if field.auto_id else ""
    if field.help_text and not tick:
        parts.append(f'<div class="veld__hulp"{help_id}>{_shown(field.help_text)}</div>\n')
    parts.append(f"{field.errors}\n")
    if tick:
        parts.append(f'<div class="vinkje">{field} <label for="{identity}">{_shown(label)}</label></div>\n')
        if field.help_text:
            text = _shown(field.help_text)
            parts.append(f'<div class="veld__hulp veld__hulp--vinkje"{help_id}>{text}</div>')
        parts.append("\n")
    else:
        parts.append(str(field))
    return "".join(parts).strip()  # as Django's renderer


_AROUND: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    "django/forms/field.html": _field,
    "django/forms/div.html": _form,
    "django/forms/errors/list/default.html": _errors,
}
