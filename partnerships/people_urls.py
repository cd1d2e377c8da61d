from django.urls import path

from partnerships import invitation_views, people_views

app_name = "people"

urlpatterns = [
    path("", people_views.PeopleListView.as_view(), name="list"),
    path("<int:pk>/", people_views.PersonView.as_view(), name="detail"),
    path("<int:pk>/grant/", people_views.GrantView.as_view(), name="grant"),
    path("<int:pk>/suspend/", people_views.SuspendView.as_view(), name="suspend"),
    path("<int:pk>/reinstate/", people_views.ReinstateView.as_view(), name="reinstate"),
    path("<int:pk>/move/", people_views.MoveView.as_view(), name="move"),
    path("grants/<int:pk>/end/", people_views.EndGrantView.as_view(), name="end"),
    path("invitations/", invitation_views.InvitationListView.as_view(), name="invitations"),
    path("invitations/add/", invitation_views.InviteView.as_view(), name="invite"),
    path("invitations/<int:pk>/withdraw/", invitation_views.WithdrawView.as_view(), name="withdraw"),
    path("invitations/<int:pk>/send/", invitation_views.SendAgainView.as_view(), name="send"),
]
