from rest_framework.routers import SimpleRouter

from reports.api import views

router = SimpleRouter()
router.register("reports", views.ReportViewSet, basename="api-reports")
router.register("papers", views.PaperViewSet, basename="api-papers")

urlpatterns = router.urls
