from django.apps import AppConfig


class VocabulariesConfig(AppConfig):
    name = "marketplace.vocabularies"
    label = "vocabularies"
