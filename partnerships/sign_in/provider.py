"""A council's own sign-in: OpenID Connect with everything checked that its answer can be checked for."""

import hashlib
import hmac
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from requests import RequestException

from partnerships.sign_in import words
from partnerships.sign_in.adapters import refuse

log = logging.getLogger(__name__)
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
LEEWAY = 30


class CouncilAdapter(OpenIDConnectOAuth2Adapter):
    """Asks the council's server, and believes an answer that is signed by it, for us, for this very request."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        config: dict[str, Any] = super().openid_config
        if config.get("issuer") != self.get_provider().issuer:
            raise OAuth2Error("The server names another issuer than the settings.")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **answer: Any) -> Any:
        told = self.checked(str(answer["response"].get("id_token") or ""), app)
        userinfo = self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else {}
        if userinfo and userinfo.get("sub") != told["sub"]:
            raise OAuth2Error("The server tells of another person than it signed in.")
        kept = {name: told.get(name, userinfo.get(name)) for name in ("email", "email_verified", "name")}
        return self.get_provider().sociallogin_from_response(request, {"iss": told["iss"], "sub": told["sub"], **kept})

    def checked(self, id_token: str, app: Any) -> dict[str, Any]:
        """What the token says, once its signature, issuer, audience, times and nonce are seen to be right."""
        try:
            told: dict[str, Any] = jwt.decode(
                id_token,
                key=self._signed_with(id_token),
                algorithms=ALGORITHMS,
                issuer=self.get_provider().issuer,
                audience=app.client_id,
                leeway=LEEWAY,
                options={"require": REQUIRED},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"The token was refused: {error}") from error
        if isinstance(told["aud"], list) and len(told["aud"]) > 1 and told.get("azp") != app.client_id:
            raise OAuth2Error("The token was issued to somebody else.")
        if not self.nonce or not hmac.compare_digest(str(told["nonce"]), self.nonce):
            raise OAuth2Error("The token answers another request.")
        return told

    def _signed_with(self, id_token: str) -> jwt.PyJWK:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        named = jwt.get_unverified_header(id_token).get("kid")
        keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if named in (None, key.key_id)]
        if len(keys) != 1:
            raise jwt.InvalidKeyError("no one key of the server has signed it")
        return keys[0]

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return request.build_absolute_uri(self.get_provider().get_callback_url())


class CouncilProvider(OpenIDConnectProvider):
    """One for each council, from OIDC_PROVIDERS. A person is the issuer's subject, whatever their e-mail address."""

    id = "council"
    name = "Council"
    oauth2_adapter_class = CouncilAdapter
    pkce_enabled_default = True
    supports_token_authentication = False

    @property
    def issuer(self) -> str:
        return str(self.app.settings["issuer"])

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> Any:
        nonce = secrets.token_urlsafe(24)
        return super().redirect(
            request, process, next_url, data, auth_params={**self.get_auth_params(), "nonce": nonce}, nonce=nonce
        )

    def extract_uid(self, data: dict[str, Any]) -> str:
        return hashlib.sha256(f"{data['iss']}\n{data['sub']}".encode()).hexdigest()


class CallbackView(OAuth2CallbackView):
    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        """The nonce waits with the state."""
        state, refused = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, refused


@login_not_required
@never_cache
def start(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """By a form of ours alone: a link, which another site could follow for somebody, only leads to the sign-in page."""
    if request.method == "POST":
        return lead_to(request, provider_id, AuthProcess.LOGIN, get_next_redirect_url(request))
    with known():
        CouncilAdapter(request, provider_id).get_provider()
    return redirect("sign-in")


def lead_to(request: HttpRequest, provider_id: str, process: str, onward: str | None = None) -> HttpResponse:
    """A page that leads to the council at once. Not a redirect: the policy of our pages lets no form lead elsewhere."""
    with known():
        council = CouncilAdapter(request, provider_id).get_provider()
        try:
            address = council.redirect(request, process, onward).url
        except ImmediateHttpResponse as refusal:
            return refusal.response
        except (OAuth2Error, RequestException) as error:
            log.warning("Sign-in by %s could not begin: %s", provider_id, error)
            return refuse(request, provider_id, words.COUNCIL_FAILED)
    return render(request, "socialaccount/leaving.html", {"app": council.app, "address": address})


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    with known():
        try:
            answer: HttpResponseBase = CallbackView.adapter_view(CouncilAdapter(request, provider_id))(request)
        except (OAuth2Error, RequestException) as error:
            log.warning("Sign-in by %s failed: %s", provider_id, error)
            return refuse(request, provider_id, words.COUNCIL_FAILED)
    return answer


@contextmanager
def known() -> Iterator[None]:
    """A council that is not in the settings is not found."""
    try:
        yield
    except SocialApp.DoesNotExist as error:
        raise Http404 from error


def address(provider_id: str) -> str:
    return reverse("council_login", kwargs={"provider_id": provider_id})


provider_classes = [CouncilProvider]
