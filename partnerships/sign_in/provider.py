"""A council's own sign-in: OpenID Connect with everything checked that its answer can be checked for."""

import hashlib
import hmac
import secrets
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
LEEWAY = 30


class CouncilOAuth2Adapter(OpenIDConnectOAuth2Adapter):
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
    oauth2_adapter_class = CouncilOAuth2Adapter
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


provider_classes = [CouncilProvider]
