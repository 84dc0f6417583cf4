"""Names leave the chain: a seal of them takes their place, so that they can be forgotten and the chain still holds."""

import hashlib
import json
import secrets
from datetime import UTC

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

AT_ONCE = 1000


def digest(before, content):
    return hashlib.sha256((before + json.dumps(content, sort_keys=True, ensure_ascii=False)).encode()).hexdigest()


def with_names(line, previous):
    return digest(previous, [
        line.organisation_id, line.sequence, line.event, line.at.astimezone(UTC).isoformat(), line.by_id, line.by_name,
        line.on_type, line.on_id, line.on_name, line.about_person_id, line.detail,
    ])


def with_seal(line, previous):
    return digest(previous, [
        line.organisation_id, line.sequence, line.event, line.at.astimezone(UTC).isoformat(), line.by_id,
        line.on_type, line.on_id, line.about_person_id, line.seal,
    ])


def lines_of(apps, organisation_id):
    found = apps.get_model("audit", "AuditEvent").objects.filter(organisation=organisation_id)
    return found.order_by("sequence").iterator(chunk_size=AT_ONCE)


def holds(apps, head):
    previous, expected = "0" * 64, 1
    for line in lines_of(apps, head.organisation_id):
        if line.sequence != expected or line.previous_hash != previous or line.hash != with_names(line, previous):
            return False
        previous, expected = line.hash, expected + 1
    return head.hash == previous and head.sequence == expected - 1


def rewrite(apps, head, seal, hash_of):
    """Chain every line of an organisation anew. A chain that did not hold still does not: its end stays as it was."""
    AuditEvent = apps.get_model("audit", "AuditEvent")
    held, previous, waiting = (hash_of is with_names) or holds(apps, head), "0" * 64, []

    def write():
        AuditEvent.objects.bulk_update(waiting, ["salt", "seal", "previous_hash", "hash"])
        waiting.clear()

    for line in lines_of(apps, head.organisation_id):
        seal(line)
        line.previous_hash = previous
        line.hash = previous = hash_of(line, previous)
        waiting.append(line)
        if len(waiting) == AT_ONCE:
            write()
    write()
    if held:
        head.hash = previous
        head.save(update_fields=["hash"])


def seal_names(apps, schema_editor):
    def seal(line):
        line.salt = secrets.token_hex(16)
        line.seal = digest(line.salt, [line.by_name, line.on_name, line.detail])

    for head in apps.get_model("audit", "AuditHead").objects.order_by("pk"):
        rewrite(apps, head, seal, with_seal)


def chain_names(apps, schema_editor):
    for head in apps.get_model("audit", "AuditHead").objects.order_by("pk"):
        rewrite(apps, head, lambda line: None, with_names)


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_events_of_the_program"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField("auditevent", "salt", models.CharField(blank=True, max_length=32, default=""), preserve_default=False),
        migrations.AddField("auditevent", "seal", models.CharField(max_length=64, default=""), preserve_default=False),
        migrations.AddField("audithead", "removed_to", models.BigIntegerField(default=0)),
        migrations.AddField("audithead", "removed_hash", models.CharField(default="0" * 64, max_length=64)),
        migrations.AlterField(
            "auditevent",
            "by",
            models.ForeignKey(
                db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(seal_names, chain_names),
    ]
