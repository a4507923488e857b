"""Tests that read the repository itself: the habits of this house, kept by a machine."""

import ast
import os
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from kern.permissions import RECHT_UITLEG, ROLLEN, Recht, Rol

ROOT = Path(__file__).resolve().parent.parent
OWN_APPS = ["kern", "personen", "werkgevers", "wsw", "reintegratie", "formatie", "monitor"]
PYTHON = [
    path
    for app in [*OWN_APPS, "demo", "config"]
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def own_models():
    """Our models, without the history tables that pghistory makes beside them."""
    for app in OWN_APPS:
        for model in apps.get_app_config(app).get_models():
            if not hasattr(model, "pgh_tracked_model"):
                yield model


MODELS = sorted(own_models(), key=lambda model: model._meta.label)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_elk_model_heet_in_kleine_letters(model):
    assert model._meta.verbose_name == model._meta.verbose_name.lower()
    assert str(model._meta.verbose_name_plural) != f"{model._meta.verbose_name}s" or model._meta.verbose_name


def test_elk_model_staat_in_de_begrippen():
    text = (ROOT / "docs/begrippen.md").read_text().lower()
    headings = set(re.findall(r"^## (.+)$", text, flags=re.MULTILINE))

    missing = sorted(
        str(model._meta.verbose_name) for model in MODELS if model._meta.verbose_name not in headings
    )

    assert missing == []


def test_begrippen_staan_op_alfabet():
    headings = re.findall(r"^## (.+)$", (ROOT / "docs/begrippen.md").read_text(), flags=re.MULTILINE)

    assert headings == sorted(headings, key=str.lower)


def test_elk_model_zegt_welke_persoonsgegevens_het_bevat():
    text = (ROOT / "docs/persoonsgegevens.md").read_text()
    listed = set(re.findall(r"^\| `([a-z]+\.[A-Za-z]+)` \|", text, flags=re.MULTILINE))

    assert listed == {model._meta.label for model in MODELS}


def test_elk_model_heeft_een_factory():
    from factory.django import DjangoModelFactory

    import tests.factories as package

    for path in Path(package.__file__).parent.glob("*.py"):
        __import__(f"tests.factories.{path.stem}")

    def all_subclasses(cls):
        for sub in cls.__subclasses__():
            yield sub
            yield from all_subclasses(sub)

    made = {factory._meta.model for factory in all_subclasses(DjangoModelFactory)}
    missing = sorted(model._meta.label for model in MODELS if model not in made)

    assert missing == []


def test_elk_recht_heeft_uitleg_en_een_rol():
    assert set(RECHT_UITLEG) == set(Recht)
    assert set(ROLLEN) == set(Rol)
    assert set().union(*ROLLEN.values()) == set(Recht)


def all_patterns(patterns=None, prefix=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from all_patterns(pattern.url_patterns, namespace)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern


def own_patterns():
    for name, pattern in all_patterns():
        if name.split(":")[0] in OWN_APPS:
            yield name, pattern


def unwrapped(view):
    while not hasattr(view, "rechten") and hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view


def test_elke_pagina_zegt_welk_recht_zij_vraagt():
    silent = [
        name
        for name, pattern in own_patterns()
        if not hasattr(unwrapped(pattern.callback), "rechten")
        and getattr(pattern.callback, "login_required", True)
    ]

    assert silent == []


def test_elk_recht_wordt_ergens_gevraagd():
    text = "\n".join(path.read_text() for path in PYTHON if path.name != "permissions.py")

    unused = sorted(recht.name for recht in Recht if f"Recht.{recht.name}" not in text)

    assert unused == []


# Parts in lower case with a slash behind each; only a file to download may end otherwise.
_ADRES = r"([a-z0-9\-]+/|<[a-z]+:[a-z_]+>/)*(([a-z]+|<slug:[a-z]+>)\.(xlsx|csv|pdf|json|<slug:vorm>))?"


def test_adressen_zijn_nederlands_klein_en_eindigen_op_een_streep():
    wrong = [
        str(pattern.pattern)
        for _, pattern in own_patterns()
        if str(pattern.pattern) and not re.fullmatch(_ADRES, str(pattern.pattern))
    ]

    assert wrong == []


def test_geen_adres_neemt_een_naam_of_bsn_op():
    wrong = [
        str(p.pattern)
        for _, p in own_patterns()
        if re.search(r":(bsn|naam|achternaam|q|zoekterm)>", str(p.pattern))
    ]

    assert wrong == []


FORBIDDEN_FILES = {"utils.py", "helpers.py", "services.py", "signals.py", "common.py", "misc.py"}


def test_geen_rommellades():
    assert [relative(path) for path in PYTHON if path.name in FORBIDDEN_FILES] == []


def test_geen_model_verandert_wat_opslaan_betekent():
    wrong = []
    for path in PYTHON:
        if "models" not in path.parts and path.name != "models.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}:
                wrong.append(f"{relative(path)}:{node.lineno}")

    assert wrong == []


# Views may only reach data through zichtbaar_voor() or an action. Reference data of everyone may be listed.
FREE_MODELS = {"Gemeente", "Samenwerkingsverband", "Organisatie", "Inzage", "Gebeurtenis"}


def test_pagina_s_vragen_nooit_alles_op():
    wrong = []
    for path in PYTHON:
        if "views" not in path.parts and path.name != "views.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "all"
                and isinstance(node.func.value, ast.Attribute)
                and node.func.value.attr == "objects"
                and getattr(node.func.value.value, "id", "") not in FREE_MODELS
            ):
                wrong.append(f"{relative(path)}:{node.lineno}")

    assert wrong == []


def test_elk_model_met_een_gemeente_kent_zichtbaar_voor():
    """A record that belongs to a gemeente or a person is reached by scope, or only through its parent."""
    through_parent = {
        "kern.Teamlid", "kern.Rolvervulling", "kern.Deelname", "kern.Organisatierol", "kern.Bestand",
        "kern.Importregel", "kern.Importkoppeling", "kern.Signaalstatus", "kern.Organisatie",
    }  # fmt: skip
    missing = [
        model._meta.label
        for model in MODELS
        if any(field.name == "gemeente" for field in model._meta.fields)
        and not hasattr(model._default_manager.all(), "zichtbaar_voor")
        and model._meta.label not in through_parent
    ]

    assert missing == []


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_geen_script_of_stijl_in_een_sjabloon(path):
    text = path.read_text()
    if path.parts[-2] == "documenten":
        return  # PDF documents are drawn by WeasyPrint, not shown by a browser

    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "hx-on" not in text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "|safe" not in text


def test_geen_sjabloon_zonder_gebruik():
    haystack = "\n".join(path.read_text() for path in [*PYTHON, *TEMPLATES])
    # Templates of libraries are found by the library itself.
    outside = {"account", "mfa", "allauth", "socialaccount", "django", "usersessions"}
    unused = []
    for path in TEMPLATES:
        name = str(path.relative_to(ROOT / "templates"))
        if name.split("/")[0] in outside or name == "429.html":  # allauth asks for it by itself
            continue
        if name not in haystack and Path(name).name not in haystack:
            unused.append(name)

    assert unused == []


def test_elke_afhankelijkheid_zegt_waarom():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    start = lines.index("dependencies = [")
    silent = [
        line.strip()
        for line in lines[start : lines.index("[tool.pytest.ini_options]")]
        if re.match(r'\s+"[a-z]', line) and "#" not in line
    ]

    assert silent == []


def test_vastgezette_versies_zijn_veilig_genoeg():
    """WeasyPrint before 70 lets a document read local files (snel-en-veilig §6.6)."""
    lock = (ROOT / "requirements.txt").read_text()
    versions = dict(re.findall(r"^([a-z0-9\-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", lock, flags=re.MULTILINE))
    minimum = {
        "weasyprint": (70, 0),
        "django": (5, 2, 19),
        "lxml": (6, 0),
        "pillow": (12, 0),
        "openpyxl": (3, 1),
    }

    too_old = {
        name: versions[name]
        for name, least in minimum.items()
        if name in versions and tuple(int(part) for part in re.findall(r"\d+", versions[name])[:3]) < least
    }

    assert "weasyprint" in versions
    assert too_old == {}
    assert all("--hash=sha256:" in block for block in lock.split("\n\n") if "==" in block)


def test_geen_adressen_van_deze_machine_in_de_repo():
    patterns = re.compile(r"/(work|root)/|/tmp/wt|(files|index)\.pythonhosted|/simple/")
    wrong = []
    for path in [
        *PYTHON,
        *TEMPLATES,
        *ROOT.glob("*.txt"),
        *ROOT.glob("*.toml"),
        *(ROOT / "docs").rglob("*.md"),
    ]:
        if patterns.search(path.read_text()):
            wrong.append(relative(path))

    assert wrong == []


def test_besluiten_zijn_doorgenummerd():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs/besluiten").glob("*.md"))]

    assert numbers == list(range(1, len(numbers) + 1))


def test_de_vaste_mappen_zijn_er():
    fixed = [
        "manage.py", "pyproject.toml", "wsw", "reintegratie", "werkgevers", "formatie", "templates", "static",
        "tests", "docker-compose.yml", "README.md",
    ]  # fmt: skip

    assert [name for name in fixed if not (ROOT / name).exists()] == []


def test_de_containers_hebben_controles_en_geen_geheimen():
    import yaml

    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    services = compose["services"]

    assert set(services) == {"web", "worker", "klaarzetten", "database", "proxy", "backup"}
    assert [name for name, s in services.items() if name != "klaarzetten" and "healthcheck" not in s] == []
    text = (ROOT / "docker-compose.yml").read_text()
    assert re.findall(r"(?i)(?:password|wachtwoord|secret(?:_key)?): (?!\$\{)\S+", text) == []
    example = (ROOT / ".env.voorbeeld").read_text()
    assert re.findall(r"(?m)^(?:TREDE_SECRET_KEY|TREDE_\w*WACHTWOORD)=(.+)$", example) == []


def test_de_python_versie_is_een_die_nog_onderhouden_wordt():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["requires-python"] == ">=3.11"


def eisrijen():
    """(id, stand, pagina, test, rest) per rij van docs/eisen.md."""
    for line in (ROOT / "docs/eisen.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if re.fullmatch(r"(RH|HT|TW|WV)-\d{3}", cells[0].strip()):
            yield (
                cells[0].strip(),
                cells[2],
                cells[3],
                cells[4],
                cells[5].rstrip(" |") if len(cells) > 5 else "",
            )


def test_elke_eis_staat_een_keer_in_de_lijst():
    ids = [rij[0] for rij in eisrijen()]
    verwacht = [
        f"{bron}-{n:03d}"
        for bron, aantal in {"RH": 197, "HT": 95, "TW": 52, "WV": 67}.items()
        for n in range(1, aantal + 1)
    ]

    assert ids == verwacht


def test_een_eis_die_klaar_of_deels_is_heeft_een_pagina_en_een_test_die_bestaat():
    wrong = []
    for id_, stand, pagina, test, rest in eisrijen():
        if stand == "open":
            continue
        if "/" not in pagina or (stand == "deels" and not rest):
            wrong.append(f"{id_}: geen pagina, of niet gezegd wat ontbreekt")
        for naam in re.findall(r"`([^`]+)`", test) or ["(geen test)"]:
            if not (ROOT / "tests" / naam).exists():
                wrong.append(f"{id_}: {naam}")

    assert wrong == []


def test_de_telling_van_de_eisen_klopt():
    text = (ROOT / "docs/eisen.md").read_text()
    standen = [rij[1] for rij in eisrijen()]

    telling = f"{standen.count('klaar')} klaar, {standen.count('deels')} deels, {standen.count('open')} open"

    assert f"Nu: {telling}." in text


def test_elke_routenaam_bestaat_een_keer():
    """Two pages with one name: `reverse` finds only one of them, and the matrix tests only one."""
    namen = [name for name, _ in own_patterns()]

    assert sorted({naam for naam in namen if namen.count(naam) > 1}) == []


# ---- tests ---------------------------------------------------------------------------------------------
def test_de_tests_draaien_op_een_eigen_server_en_een_gestart_proces_ook():
    assert Path(os.environ["TREDE_DATA"]) == settings.DATA_DIR
    assert settings.DATA_DIR != ROOT / ".data"
