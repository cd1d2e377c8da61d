from django.urls import path

from partnerships import account_views

app_name = "account"

urlpatterns = [
    path("tokens/", account_views.TokenListView.as_view(), name="tokens"),
    path("tokens/new/", account_views.TokenCreateView.as_view(), name="token-create"),
    path("tokens/<int:pk>/revoke/", account_views.TokenRevokeView.as_view(), name="token-revoke"),
]
