from rest_framework.routers import DefaultRouter

from . import api

router = DefaultRouter(use_regex_path=False)
router.include_root_view = False
router.register("offices", api.OfficeViewSet, basename="api-office")
router.register("needs", api.NeedViewSet, basename="api-need")
urlpatterns = router.urls
