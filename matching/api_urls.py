from django.urls import path

from . import api

urlpatterns = [
    path("needs/<uuid:public_id>/suggestions/", api.NeedSuggestions.as_view(), name="api-need-suggestions"),
    path("solutions/<uuid:public_id>/suggestions/", api.SolutionSuggestions.as_view(), name="api-solution-suggestions"),
    path("text/tags/", api.TextTags.as_view(), name="api-text-tags"),
]
