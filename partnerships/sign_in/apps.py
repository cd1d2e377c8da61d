from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "partnerships.sign_in"
    label = "sign_in"

    def ready(self) -> None:
        from partnerships.sign_in import receivers  # noqa: PLC0415 - once the models are there

        receivers.connect()
