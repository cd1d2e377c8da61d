from django.urls import path

from partnerships import access_views, account_views

app_name = "account"

urlpatterns = [
    path("access/", access_views.AccessView.as_view(), name="access"),
    path("access/<int:pk>/delegate/", access_views.DelegateView.as_view(), name="delegate"),
    path("tokens/", account_views.TokenListView.as_view(), name="tokens"),
    path("tokens/new/", account_views.TokenCreateView.as_view(), name="token-create"),
    path("tokens/<int:pk>/revoke/", account_views.TokenRevokeView.as_view(), name="token-revoke"),
    path("tokens/<int:pk>/rotate/", account_views.TokenRotateView.as_view(), name="token-rotate"),
]
