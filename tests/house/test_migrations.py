"""The migrations make exactly the tables of the models; they lead forth and back, whole or not at all (R08), and the
program of before goes on next to what they made (R09)."""

import shutil
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AlterField,
    AlterModelTable,
    AlterUniqueTogether,
    CreateModel,
    DeleteModel,
    RemoveField,
    RenameField,
    RenameModel,
)
from django.db.migrations.recorder import MigrationRecorder

from tests.factories import make_cast
from tests.house.test_rights import prepare
from zichtlijn.access.rules import broken_rules
from zichtlijn.access.scoping import in_organisation
from zichtlijn.access.sizes import learn_sizes

#: The newest migration of each app from before: a copy of that state is brought up to date, and its program may still
#: run next to the newest tables. Moved up with each release; an app that is not here is all new, and in view too.
BASELINE = {
    "access": "0009_role_of_rewards", "analysis": "0003_industry", "appraisals": "0001_initial",
    "audit": "0005_sealed_names", "competencies": "0001_initial", "conversations": "0002_meetings",
    "development": "0001_initial", "exchange": "0002_left", "feedback": "0001_initial",
    "growth_plan": "0002_proposing", "jobs": "0002_schedule_moment", "notices": "0004_silence",
    "objectives": "0007_stands_alone", "ogsm": "0001_initial", "okr": "0001_initial", "organisation": "0003_forgotten",
    "privacy": "0001_initial", "rewards": "0002_objections_and_promotions", "scorecards": "0002_arrows",
    "strategy": "0001_initial",
}  # fmt: skip
#: Migrations that cannot be taken back, each with the reason; none so far. `docs/how-to/run.md` tells of them.
ONE_WAY: dict[tuple[str, str], str] = {}
#: Steps with which the program of before cannot go on, each with the reason: all of it stops first, as the page says.
ALL_STOP_FIRST: dict[tuple[str, str], str] = {}


def ours() -> set[str]:
    return {config.label for config in apps.get_app_configs() if config.name.startswith("zichtlijn.")}


def since_baseline(executor) -> list:
    """The migrations after BASELINE, in the order in which they are done."""
    graph = executor.loader.graph
    before = {key for app, name in BASELINE.items() for key in graph.forwards_plan((app, name))}
    plan = [key for leaf in graph.leaf_nodes() if leaf[0] in ours() for key in graph.forwards_plan(leaf)]
    return [graph.nodes[key] for key in dict.fromkeys(plan) if key not in before and key[0] in ours()]


def targets_of_baseline(executor) -> list:
    graph = executor.loader.graph
    with_migrations = {app for app, _name in graph.nodes if app in ours()}
    return [*BASELINE.items(), *((app, None) for app in sorted(with_migrations - set(BASELINE)))]


@contextmanager
def on_a_copy(tmp_path):
    """A database that may be bent: with SQLite another file, with PostgreSQL a transaction that is taken back."""
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        connection.close()
        shutil.copyfile(name, tmp_path / "copy.sqlite3")
        connection.settings_dict["NAME"] = str(tmp_path / "copy.sqlite3")
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def schema() -> list[tuple]:
    """Every column of every table, as the database knows it."""
    asked = {
        "sqlite": 'SELECT m.name, c.name, c.type, c."notnull" FROM sqlite_master m, pragma_table_info(m.name) c '
        "WHERE m.type = 'table' ORDER BY 1, 2",
        "postgresql": "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns "
        "WHERE table_schema = current_schema() ORDER BY 1, 2",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return [tuple(row) for row in cursor.fetchall()]


def counts() -> dict[str, int]:
    """The rows of every table; what the migrations and SQLite note of themselves left out."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted({table for table, *_column in schema()} - {"django_migrations"}):
            if table.startswith("sqlite_"):
                continue  # statistics of a table go when it is made anew: `learn_sizes` follows the migrations
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def settle():
    """Let what was put off until the end of the transaction be looked at now: PostgreSQL alters no table before."""
    connection.check_constraints()


def go_to(targets):
    settle()
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    settle()


def do(executor, state, step):
    """One step from this state of the models, and the state after it."""
    settle()
    after = executor.migrate([(step.app_label, step.name)], plan=[(step, False)], state=state)
    settle()
    return after


class Broke(Exception):
    """The fault that the test puts into a migration."""


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    try:
        call_command("makemigrations", "--check", "--dry-run", verbosity=1)
    except SystemExit:
        pytest.fail(f"Run `zichtlijn makemigrations`: {capsys.readouterr().out}")


def test_R08_a_filled_database_of_before_comes_up_to_date_whole_or_not_at_all(transactional_db, tmp_path, monkeypatch):
    """Back to BASELINE with rows in every room, then forward again; each step is first broken off at its end."""
    with on_a_copy(tmp_path):
        cast = make_cast()
        prepare(cast)
        learn_sizes()  # as a database that is in use
        executor = MigrationExecutor(connection)
        newest, steps, broken = schema(), since_baseline(executor), rules_broken(cast)
        assert steps, "move nothing: BASELINE is of before the newest migrations"
        go_to(targets_of_baseline(executor))
        before, rows = schema(), counts()
        assert before != newest
        assert sum(rows.values()) > 300
        executor = MigrationExecutor(connection)
        state = executor._create_project_state(with_applied_migrations=True)  # once: it takes longer than a step
        for step in steps:
            break_off(executor, state.clone(), step, monkeypatch)
            state = do(executor, state, step)
        after = counts()
        assert {table: after[table] for table in rows} == rows
        assert schema() == newest
        assert rules_broken(cast) == broken, "links and signatures are as they were"


def rules_broken(cast) -> list[str]:
    """What `zichtlijn check` says of the rows of both organisations."""
    found = []
    for each in (cast, cast.twin):
        with in_organisation(each.organisation):
            found += broken_rules(each.organisation)
    return found


def break_off(executor, state, step, monkeypatch):
    """A migration that fails after its last operation leaves the tables, the rows and the list as they were."""
    before, rows = schema(), counts()
    apply = Migration.apply

    def broken(self, *given, **more):
        apply(self, *given, **more)
        if (self.app_label, self.name) == (step.app_label, step.name):
            raise Broke

    with monkeypatch.context() as patched:
        patched.setattr(Migration, "apply", broken)
        with pytest.raises(Broke):
            do(executor, state, step)
    assert (schema(), counts()) == (before, rows), f"{step} left something behind"
    assert (step.app_label, step.name) not in MigrationRecorder(connection).applied_migrations()


@pytest.mark.django_db
def test_R08_every_migration_is_one_transaction_and_can_be_taken_back_or_says_that_it_cannot():
    for migration in MigrationExecutor(connection).loader.disk_migrations.values():
        if migration.app_label not in ours():
            continue
        key = (migration.app_label, migration.name)
        assert migration.atomic, f"{key} is done in pieces"
        for operation in migration.operations:
            assert operation.reversible or ONE_WAY.get(key), f"{key}: {operation.describe()} cannot be taken back"
    assert {key for key in ONE_WAY if key not in MigrationExecutor(connection).loader.disk_migrations} == set()


def breaks_the_program_of_before(operation, old, made: set[tuple[str, str]], app: str) -> str:
    """Why the program of before cannot go on after this operation; empty when it can. `old`: the tables of before."""
    name = (getattr(operation, "model_name", None) or getattr(operation, "name", "")).lower()
    if isinstance(operation, CreateModel):
        made.add((app, operation.name.lower()))
        return ""
    if (app, name) in made or (isinstance(operation, RenameModel) and (app, operation.old_name.lower()) in made):
        return ""
    match operation:
        case RemoveField() | DeleteModel() | RenameField() | RenameModel() | AlterModelTable():
            return "it reads what is gone"
        case AddField() if not operation.field.null and not operation.field.many_to_many:
            has = operation.field.db_default is not models.NOT_PROVIDED
            return "" if has else "it adds rows without this column: let it be null, or give it db_default"
        case AlterField():
            was = old.models[app, name].fields[operation.name]
            if was.null and not operation.field.null:
                return "it leaves this column empty"
            if was.get_internal_type() != operation.field.get_internal_type():
                return "it knows this column as another kind"
            if (was.max_length or 0) > (operation.field.max_length or 10**9):
                return "it writes longer texts"
        case AddConstraint() | AlterUniqueTogether():
            return "it does not know of this constraint"
    return ""


@pytest.mark.django_db
def test_R09_the_program_of_before_goes_on_next_to_the_newest_tables():
    """A step since BASELINE removes and renames nothing, and asks nothing new of rows that are added meanwhile."""
    executor = MigrationExecutor(connection)
    old = executor.loader.project_state([*BASELINE.items()])
    with_migrations = {app for app, _name in executor.loader.graph.nodes if app in ours()}
    seen = {migration.app_label for migration in since_baseline(executor)}
    assert with_migrations <= set(BASELINE) | seen, "an app that is not in BASELINE is all new"
    made: set[tuple[str, str]] = set()
    wrong = []
    for migration in since_baseline(executor):
        for operation in migration.operations:
            why = breaks_the_program_of_before(operation, old, made, migration.app_label)
            if why and (migration.app_label, migration.name) not in ALL_STOP_FIRST:
                wrong.append(f"{migration}: {operation.describe()}. The program of before cannot go on: {why}")
    assert wrong == []


@pytest.mark.django_db
def test_R09_the_check_finds_each_step_that_breaks():
    old = MigrationExecutor(connection).loader.project_state([*BASELINE.items()])
    letters = models.CharField(max_length=10)
    cases = [
        (RemoveField("OutgoingMail", "kind"), True),
        (RenameField("OutgoingMail", "kind", "sort"), True),
        (DeleteModel("OutgoingMail"), True),
        (RenameModel("OutgoingMail", "Mail"), True),
        (AddField("OutgoingMail", "new", models.CharField(max_length=9, default="")), True),
        (AddField("OutgoingMail", "new", models.CharField(max_length=9, db_default="")), False),
        (AddField("OutgoingMail", "new", models.CharField(max_length=9, null=True)), False),
        (AlterField("OutgoingMail", "sent_at", models.DateTimeField()), True),
        (AlterField("OutgoingMail", "kind", letters), True),
        (AlterField("OutgoingMail", "kind", models.TextField()), True),
        (AlterField("OutgoingMail", "kind", models.CharField(max_length=60, blank=True)), False),
        (AddConstraint("OutgoingMail", models.UniqueConstraint(fields=["kind"], name="x")), True),
        (CreateModel("Letter", [("id", models.BigAutoField(primary_key=True))]), False),
    ]
    for operation, breaks in cases:
        assert bool(breaks_the_program_of_before(operation, old, set(), "notices")) is breaks, operation
    assert not breaks_the_program_of_before(RemoveField("Letter", "x"), old, {("notices", "letter")}, "notices")
