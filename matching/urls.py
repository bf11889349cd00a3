from django.urls import path

from . import views

app_name = "matching"
urlpatterns = [
    path("my/", views.Home.as_view(), name="home"),
    path("solutions/", views.Catalogue.as_view(), name="catalogue"),
    path("needs/", views.Needs.as_view(), name="needs"),
    path("needs/reading/", views.need_reading, name="need_reading"),
]
