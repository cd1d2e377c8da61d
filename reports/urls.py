from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("reports/", views.ReportListView.as_view(), name="list"),
    path("reports/<slug:reference>/", views.ReportView.as_view(), name="detail"),
    path("reports/<slug:reference>/edit/", views.ReportEditView.as_view(), name="edit"),
    path("reports/<slug:reference>/compile/", views.CompileView.as_view(), name="compile"),
    path("reports/<slug:reference>/move/<slug:to>/", views.MoveView.as_view(), name="move"),
    path("reports/<slug:reference>/v<int:number>.<slug:format>", views.DownloadView.as_view(), name="download"),
    path("papers/", views.PublishedListView.as_view(), name="published"),
    path("papers/<slug:reference>/", views.PaperView.as_view(), name="paper"),
]
