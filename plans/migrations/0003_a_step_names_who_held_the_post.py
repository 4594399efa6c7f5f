import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("plans", "0002_sign_off_rules_closing_and_confirmations"),
    ]

    operations = [
        migrations.AddField(
            "step",
            "by_holder",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                help_text="Who held the post that decided, then.",
            ),
        ),
        migrations.AddConstraint(
            "step",
            models.CheckConstraint(
                name="step_holder_is_of_a_post",
                condition=Q(by_holder__isnull=True) | Q(by_post__isnull=False),
            ),
        ),
    ]
