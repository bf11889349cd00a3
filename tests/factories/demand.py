import factory

from offices.models import Membership, Need, Office

from .people import UserFactory


class OfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Office

    name = factory.Sequence(lambda n: f"Office {n}")
    slug = factory.Sequence(lambda n: f"office-{n}")
    unit = "country_office"
    bureau = "RBA"
    countries = ["MW"]
    languages = ["en"]


class OfficeMembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    office = factory.SubFactory(OfficeFactory)
    role = "focal_point"


class NeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Need

    office = factory.SubFactory(OfficeFactory)
    title = factory.Sequence(lambda n: f"Need {n}")
    slug = factory.Sequence(lambda n: f"need-{n}")
    description = "What is needed."
    language = "en"
