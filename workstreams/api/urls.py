from rest_framework.routers import SimpleRouter

from workstreams.api import views

router = SimpleRouter()
router.register("workstreams", views.WorkstreamViewSet, basename="api-workstreams")
router.register("updates", views.UpdateViewSet, basename="api-updates")
router.register("rounds", views.RoundViewSet, basename="api-rounds")
router.register("projects", views.ProjectViewSet, basename="api-projects")
router.register("milestones", views.MilestoneViewSet, basename="api-milestones")
router.register("risks", views.RiskViewSet, basename="api-risks")
router.register("measures", views.MeasureViewSet, basename="api-measures")

urlpatterns = router.urls
