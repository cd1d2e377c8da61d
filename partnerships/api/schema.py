"""How the schema words the token: the same secret by two ways."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from partnerships.api.authentication import BASIC_USER


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "partnerships.api.authentication.TokenAuthentication"
    name = ["bearerToken", "basicToken"]

    def get_security_requirement(self, _: Any) -> list[dict[str, list[Any]]]:
        """Either will do: a list is "or", one dict would be "and"."""
        return [{name: []} for name in self.name]

    def get_security_definition(self, _: Any) -> list[dict[str, str]]:
        return [
            {"type": "http", "scheme": "bearer", "description": "An API token: `Authorization: Bearer ssp_…`."},
            {
                "type": "http",
                "scheme": "basic",
                "description": f"For Excel and Power BI: user name `{BASIC_USER}`, password the API token.",
            },
        ]
