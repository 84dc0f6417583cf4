import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0009_role_of_rewards'),
        ('appraisals', '0002_account_of_a_step'),
        ('conversations', '0002_meetings'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptDistribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.JSONField()),
                ('cycle', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='distribution', to='conversations.cycle')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='access.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
