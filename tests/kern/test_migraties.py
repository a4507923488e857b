"""The migrated database is what the models say; `migrate` here redraws fewer models than Django's own."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState
from django.db.models import ForeignKey
from pgtrigger import registered

from kern.management.commands.migrate import lean_state

MODELS = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]


def rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.mark.django_db
def test_elke_tabel_heeft_de_kolommen_van_haar_model():
    found = rows("select table_name, column_name, is_nullable = 'YES' from information_schema.columns")
    expected = {
        (model._meta.db_table, field.column, bool(field.null))
        for model in MODELS
        for field in model._meta.local_concrete_fields
    }

    assert expected - set(found) == set()


@pytest.mark.django_db
def test_elke_verwijzing_en_elke_regel_van_een_model_staat_in_de_database():
    columns = """
        select t.relname, a.attname, f.relname from pg_constraint c
        join pg_class t on t.oid = c.conrelid join pg_class f on f.oid = c.confrelid
        join pg_attribute a on a.attrelid = t.oid and a.attnum = any(c.conkey) where c.contype = 'f'
    """
    names = "select conname from pg_constraint union select relname from pg_class where relkind = 'i'"
    references = {
        (model._meta.db_table, field.column, field.remote_field.model._meta.db_table)
        for model in MODELS
        for field in model._meta.local_concrete_fields
        if isinstance(field, ForeignKey) and field.db_constraint
    }
    rules = {rule.name for model in MODELS for rule in [*model._meta.constraints, *model._meta.indexes]}

    assert references - set(rows(columns)) == set()
    assert rules - {name for (name,) in rows(names)} == set()


@pytest.mark.django_db
def test_elke_trigger_van_een_model_staat_in_de_database():
    found = rows("select c.relname, t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid")
    expected = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in registered()}

    assert expected - set(found) == set()


def test_buiten_migrate_tekent_django_zelf():
    before = ProjectState.reload_model, ProjectState.add_field

    with lean_state():
        inside = ProjectState.reload_model, ProjectState.add_field

    assert set(before).isdisjoint(inside)
    assert (ProjectState.reload_model, ProjectState.add_field) == before
