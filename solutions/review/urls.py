from django.urls import path

from . import views

app_name = "review"
urlpatterns = [
    path("calls/", views.CallList.as_view(), name="calls"),
    path("calls/<slug:slug>/", views.CallDetail.as_view(), name="call"),
    path("calls/<slug:slug>/apply/", views.apply_to_call, name="apply"),
    path("submissions/", views.SubmissionList.as_view(), name="submissions"),
    path("submissions/<uuid:public_id>/", views.SubmissionDetail.as_view(), name="submission"),
    path("submissions/<uuid:public_id>/answers/", views.AnswersEdit.as_view(), name="answers"),
    path("review/", views.Queue.as_view(), name="queue"),
    path("review/compare/", views.SideBySide.as_view(), name="compare"),
    path("review/links/", views.Links.as_view(), name="links"),
    path("review/mine/", views.MyReviews.as_view(), name="mine"),
    path("review/mine/<uuid:public_id>/", views.ReviewPage.as_view(), name="review"),
    path("review/submissions/<uuid:public_id>/", views.Case.as_view(), name="case"),
    path("review/submissions/<uuid:public_id>/revisions/", views.Revisions.as_view(), name="revisions"),
    path("solutions/<slug:slug>/still-right/", views.confirm, name="confirm"),
]
