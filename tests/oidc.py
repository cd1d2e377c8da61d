"""A small OpenID Connect server in a process of its own, as a council runs one: it consents for whoever is asked,
checks what a server checks (client, redirect address, PKCE, code once), and tells lies when a test asks for one.

`python -m tests.oidc` prints its issuer and serves until it is ended. POST /play sets who signs in and which lie.
"""

import base64
import hashlib
import json
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "portal", "portal's secret"
PERSON = {"sub": "person-1", "email": "alice@example.org", "email_verified": True, "name": "Alice"}
ROOT = Path(__file__).resolve().parents[1]


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.keys = [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]
        self.person: dict[str, Any] = dict(PERSON)
        self.lie = ""
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.asked: dict[str, str] = {}

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": "http://127.0.0.1/another" if self.lie == "discovery" else self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def jwks(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.keys[0].public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]}

    def authorize(self, given: dict[str, str]) -> str:
        """Where to send the browser back to."""
        expected = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"}
        if any(given.get(name) != value for name, value in expected.items()) or "openid" not in given["scope"].split():
            raise ValueError("This is not how the portal asks")
        code = secrets.token_urlsafe(16)
        self.codes[code] = self.asked = given
        return f"{given['redirect_uri']}?{urlencode({'code': code, 'state': given['state']})}"

    def token(self, given: dict[str, str]) -> dict[str, Any]:
        asked = self.codes.pop(given["code"])
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest()).decode().rstrip("=")
        )
        if (given["client_id"], given["client_secret"]) != (CLIENT, SECRET):
            raise ValueError("Another client")
        if given["redirect_uri"] != asked["redirect_uri"] or challenge != asked["code_challenge"]:
            raise ValueError("Somebody else's code")
        access = secrets.token_urlsafe(16)
        self.tokens[access] = self.person
        answer = {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": self.id_token(asked)}
        return {name: value for name, value in answer.items() if not (self.lie == "no token" and name == "id_token")}

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        truth = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked.get("nonce", "")}
        lies: dict[str, dict[str, Any]] = {
            "issuer": {"iss": "http://127.0.0.1/another"},
            "audience": {"aud": "another"},
            "several audiences": {"aud": [CLIENT, "another"], "azp": "another"},
            "expired": {"iat": now - 900, "exp": now - 600},
            "nonce": {"nonce": "another"},
            "no nonce": {"nonce": None},
        }
        told = self.person | truth | lies.get(self.lie, {})
        told = {name: value for name, value in told.items() if value is not None}
        if self.lie == "unsigned":
            return jwt.encode(told, None, algorithm="none", headers={"kid": "1"})
        if self.lie == "signed with the client's secret":
            return jwt.encode(told, SECRET * 3, algorithm="HS256", headers={"kid": "1"})
        return jwt.encode(told, self.keys[self.lie == "key"], algorithm="RS256", headers={"kid": "1"})

    def userinfo(self, access: str) -> dict[str, Any]:
        return self.tokens[access] | ({"sub": "person-2"} if self.lie == "userinfo" else {})


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if self._is_moved(address.path, address.query):
            return
        pages = {"/.well-known/openid-configuration": self.server.discovery, "/jwks": self.server.jwks}
        if address.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.authorize(_flat(address.query)))
            self.end_headers()
        elif address.path == "/userinfo":
            self._json(self.server.userinfo(self.headers["Authorization"].removeprefix("Bearer ")))
        else:
            self._json(pages[address.path]())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/play":
            part = json.loads(body)
            self.server.person, self.server.lie = PERSON | part["person"], part["lie"]
            self._json({})
            return
        address = urlsplit(self.path)
        if self._is_moved(address.path, address.query):
            return
        try:
            self._json(self.server.token(_flat(body)))
        except (ValueError, KeyError):
            self._json({"error": "invalid_grant"}, 400)

    def _is_moved(self, path: str, query: str) -> bool:
        """Sends on to where it answers as ever, once a test says that this path has moved."""
        if query == "moved" or self.server.lie != f"moved {path}":
            return False
        self.send_response(307)
        self.send_header("Location", f"{self.server.issuer}{path}?moved")
        self.send_header("Content-Length", "0")
        self.end_headers()
        return True

    def _json(self, content: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}


class Council:
    """The test's hold on the server."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def play(self, lie: str = "", **person: Any) -> None:
        body = json.dumps({"lie": lie, "person": person}).encode()
        urlopen(Request(f"{self.issuer}/play", body), timeout=5).close()

    def consent(self, address: str) -> str:
        """What a browser does with the address that the portal sends it to: the address that it is sent back to."""
        with build_opener(_Stay).open(address, timeout=5) as answer:
            location: str = answer.headers["Location"]
        return location


class _Stay(HTTPRedirectHandler):
    def http_error_302(self, request: Any, answer: Any, *_: Any) -> Any:
        return answer


@contextmanager
def running() -> Iterator[Council]:
    command = [sys.executable, "-m", "tests.oidc"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield Council(process.stdout.readline().strip())
        finally:
            process.terminate()


if __name__ == "__main__":
    serving = Server()
    sys.stdout.write(f"{serving.issuer}\n")
    sys.stdout.flush()
    serving.serve_forever()
