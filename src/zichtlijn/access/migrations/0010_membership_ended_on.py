from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0009_role_of_rewards'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='ended_on',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
    ]
