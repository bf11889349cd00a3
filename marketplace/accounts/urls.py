from django.urls import path

from .views import me, people

app_name = "accounts"
urlpatterns = [
    path("profile/", me.Profile.as_view(), name="profile"),
    path("data/", me.my_data, name="data"),
    path("delete/", me.delete_me, name="delete"),
    path("retention/", me.Retention.as_view(), name="retention"),
    path("people/<str:kind>/<slug:slug>/", people.People.as_view(), name="people"),
    path("invitations/<uuid:public_id>/", people.InvitationPage.as_view(), name="invitation"),
]
