from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("", views.Inbox.as_view(), name="inbox"),
    path("read/", views.mark_read, name="read"),
]
