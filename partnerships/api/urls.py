from rest_framework.routers import SimpleRouter

from partnerships.api import schema, views  # noqa: F401 - the schema knows the token by being imported

router = SimpleRouter()
router.register("organisations", views.OrganisationViewSet, basename="api-organisations")
router.register("partnerships", views.PartnershipViewSet, basename="api-partnerships")

urlpatterns = router.urls
