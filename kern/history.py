"""Field history by database trigger, so that bulk changes and raw SQL are caught as well."""

import pghistory


def met_historie(model=None, *, zonder: tuple[str, ...] = ()):
    """Class decorator: keep every insert, update and delete of this model in an append-only table.

    Statement level: one trigger call per statement, so an import of 20.000 rows stays fast.
    The context (who, which page, why) is stored in the row itself, so that it cannot be changed
    afterwards. `zonder` names fields that are not kept, such as a password.
    """

    def decorate(model):
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=list(zonder) or None,
            level=pghistory.Statement,
            append_only=True,
            context_field=pghistory.ContextJSONField(),
            context_id_field=pghistory.ContextUUIDField(),
        )(model)

    return decorate(model) if model else decorate
