from django.urls import path

from partnerships import import_views

app_name = "imports"

urlpatterns = [
    path("", import_views.ImportStartView.as_view(), name="start"),
    path("template.xlsx", import_views.TemplateWorkbookView.as_view(), name="template"),
    path("current/<slug:slug>.xlsx", import_views.CurrentWorkbookView.as_view(), name="current"),
    path("<int:pk>/", import_views.ImportView.as_view(), name="detail"),
    path("<int:pk>/marked.xlsx", import_views.MarkedWorkbookView.as_view(), name="marked"),
    path("<int:pk>/check/", import_views.CheckAgainView.as_view(), name="check"),
    path("<int:pk>/apply/", import_views.ApplyView.as_view(), name="apply"),
    path("<int:pk>/undo/", import_views.UndoView.as_view(), name="undo"),
]
