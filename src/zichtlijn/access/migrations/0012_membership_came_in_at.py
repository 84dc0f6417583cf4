from django.db import migrations, models


def fill(apps, schema_editor):
    """Whoever signed in since they were made a member came in: until now nothing more was known."""
    accounts = apps.get_model("access", "User").objects.filter(
        pk=models.OuterRef("user_id"), last_login__gte=models.OuterRef("created_at")
    )
    apps.get_model("access", "Membership").objects.filter(came_in_at=None).update(
        came_in_at=models.Subquery(accounts.values("last_login"))
    )


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0011_user_search_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="came_in_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
