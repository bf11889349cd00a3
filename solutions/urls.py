from django.urls import path

from . import views

app_name = "solutions"
urlpatterns = [
    path("solutions/<slug:slug>/", views.SolutionDetail.as_view(), name="detail"),
    path("teams/new/", views.TeamCreate.as_view(), name="team_new"),
    path("teams/<slug:slug>/", views.TeamDetail.as_view(), name="team"),
]
