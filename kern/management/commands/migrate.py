"""`migrate`, with only the changed model drawn anew after each operation.

Django redraws a model and everything related to it after every CreateModel, AddField, AddConstraint and
trigger. Here nearly all models are related through Gebruiker and Gemeente, so that took 50 seconds of
CPU for an empty database. An operation that adds something needs no more than its own model; for any
other operation, and for RunPython, all models are drawn whole again first (Django's own `is_delayed`).
The SQL stays the same: compare `pg_dump --schema-only` after `migrate` and after `migrate --volledig`.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.core.management.commands import migrate
from django.db.migrations.state import ModelState, ProjectState


class Command(migrate.Command):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--volledig", action="store_true", help="teken na elke stap alle modellen opnieuw (langzaam)"
        )

    def handle(self, *args, volledig: bool = False, **options):
        with nullcontext() if volledig else lean_state():
            super().handle(*args, **options)


@contextmanager
def lean_state() -> Iterator[None]:
    """Inside: a ProjectState redraws only the model itself after an operation that adds something."""
    lean = {
        "add_model": _add_model,
        "add_field": _add_field,
        "reload_model": _reload_model,
        "reload_models": _reload_models,
    }
    stock = {name: getattr(ProjectState, name) for name in lean}
    try:
        for name, method in lean.items():
            setattr(ProjectState, name, method)
        yield
    finally:
        for name, method in stock.items():
            setattr(ProjectState, name, method)


_django_add_model = ProjectState.add_model
_django_add_field = ProjectState.add_field
_django_reload_model = ProjectState.reload_model
_django_reload_models = ProjectState.reload_models


def _add_model(state: ProjectState, model_state: ModelState) -> None:
    with _without_drawing(state):
        _django_add_model(state, model_state)
    _redraw(state, model_state.app_label, model_state.name_lower)


def _add_field(state: ProjectState, app_label: str, model_name: str, *args) -> None:
    with _without_drawing(state):
        _django_add_field(state, app_label, model_name, *args)
    _redraw(state, app_label, model_name)


def _reload_model(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    # Django says `delay` when no other table depends on the change: options, constraints, triggers.
    if delay:
        _redraw(state, app_label, model_name)
    else:
        _forget_half_drawn(state)
        _django_reload_model(state, app_label, model_name, delay)


def _reload_models(state: ProjectState, models, delay: bool = True) -> None:
    _forget_half_drawn(state)
    _django_reload_models(state, models, delay)


def _redraw(state: ProjectState, app_label: str, model_name: str) -> None:
    if "apps" in state.__dict__:
        state.is_delayed = True
        state._reload({(app_label, model_name)})  # type: ignore[attr-defined]


def _forget_half_drawn(state: ProjectState) -> None:
    """The next one who asks for `apps` gets all models, drawn from this state."""
    state.clear_delayed_apps_cache()
    if "apps" not in state.__dict__:
        state.is_delayed = False


@contextmanager
def _without_drawing(state: ProjectState) -> Iterator[None]:
    apps = state.__dict__.pop("apps", None)
    yield
    if apps is not None:
        state.__dict__["apps"] = apps
