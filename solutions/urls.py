from django.urls import path

from . import editor, views

app_name = "solutions"
urlpatterns = [
    path("teams/<slug:slug>/solutions/new/", editor.ProfileCreate.as_view(), name="new"),
    path("solutions/<slug:slug>/edit/", editor.ProfileEdit.as_view(), name="edit"),
    path("solutions/<slug:slug>/step/", editor.profile_step, name="step"),
    path("solutions/<slug:slug>/", views.SolutionDetail.as_view(), name="detail"),
    path("teams/new/", views.TeamCreate.as_view(), name="team_new"),
    path("teams/<slug:slug>/", views.TeamDetail.as_view(), name="team"),
]
