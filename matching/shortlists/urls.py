from django.urls import path

from . import views

app_name = "shortlists"
urlpatterns = [
    path("shortlists/", views.Shortlists.as_view(), name="list"),
    path("shortlists/add/", views.add, name="add"),
    path("shortlists/<uuid:public_id>/", views.ShortlistDetail.as_view(), name="detail"),
    path("compare/", views.Compare.as_view(), name="compare"),
]
