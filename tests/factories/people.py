import factory
from allauth.account.models import EmailAddress

from marketplace.accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.django.Password("a long password")

    @factory.post_generation
    def address(self, create, extracted, **kwargs):
        """Verified, unless told `address=False`."""
        if create:
            EmailAddress.objects.create(user=self, email=self.email.lower(), verified=extracted is not False, primary=True)
