from rest_framework.routers import SimpleRouter

from workstreams.api import views

router = SimpleRouter()
router.register("workstreams", views.WorkstreamViewSet, basename="api-workstreams")

urlpatterns = router.urls
