from django.db import migrations


def verify(apps, schema_editor):
    """People who signed in before addresses were verified keep doing so."""
    EmailAddress = apps.get_model("account", "EmailAddress")
    for user in apps.get_model("accounts", "User").objects.all():
        EmailAddress.objects.get_or_create(user=user, email=user.email.lower(), defaults={"verified": True, "primary": True})


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("account", "0009_emailaddress_unique_primary_email")]
    operations = [migrations.RunPython(verify, migrations.RunPython.noop)]
