from django.urls import path

from . import views

app_name = "offices"
urlpatterns = [
    path("offices/", views.OfficeList.as_view(), name="list"),
    path("offices/new/", views.OfficeCreate.as_view(), name="office_new"),
    path("offices/<slug:slug>/", views.OfficeDetail.as_view(), name="office"),
    path("needs/new/", views.NeedCreate.as_view(), name="need_new"),
    path("needs/<str:slug>/", views.NeedDetail.as_view(), name="need"),
    path("needs/<str:slug>/questions/", views.need_question, name="need_question"),
    path("needs/<str:slug>/step/", views.need_step, name="need_step"),
    path("needs/<str:slug>/edit/", views.NeedEdit.as_view(), name="need_edit"),
]
