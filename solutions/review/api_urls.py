from rest_framework.routers import DefaultRouter

from . import api

router = DefaultRouter(use_regex_path=False)
router.include_root_view = False
router.register("calls", api.CallViewSet, basename="api-call")
router.register("submissions", api.SubmissionViewSet, basename="api-submission")
router.register("reviews", api.ReviewViewSet, basename="api-review")
urlpatterns = router.urls
