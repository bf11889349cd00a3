from rest_framework.routers import DefaultRouter

from . import api

router = DefaultRouter(use_regex_path=False)
router.include_root_view = False
router.register("solutions", api.SolutionViewSet, basename="api-solution")
router.register("teams", api.TeamViewSet, basename="api-team")
urlpatterns = router.urls
