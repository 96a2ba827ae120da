"""What goes wrong at a server with OpenAI's interface, as this project's errors."""

import json
from http import HTTPStatus
from typing import Any

import aiohttp

from .errors import EngineBusyError, EngineError, EngineUnreachable, IncompleteSpeechError
from .openai_service import Service

_LATER = "try again in a few minutes, or use another engine"
_MOST_TOLD_CHARS = 160
_NO_CREDIT = "insufficient_quota"


def explained_failure(service: Service, error: Exception) -> EngineError:
    """Put what happened to the connection into this project's words.

    Returns:
        An EngineUnreachable if nobody was reached, else an IncompleteSpeechError: trying again may help.
    """
    match error:
        case aiohttp.ClientSSLError():
            return EngineUnreachable(
                f"the connection to {service.url} is not secure", "check the url, the clock and the proxy"
            )
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return EngineUnreachable(
                f"the speech service at {service.url} cannot be reached",
                "check that it runs, its url in [engine.openai], and the network",
            )
        case TimeoutError():
            return IncompleteSpeechError("the speech service did not finish its answer in time", _LATER)
        case _:
            return IncompleteSpeechError("the connection to the speech service broke", _LATER)


def explained_refusal(service: Service, status: int, body: bytes) -> EngineError:
    """Put an HTTP status other than 200 into this project's words.

    Args:
        service: who answered.
        status: the HTTP status.
        body: what came with it, at least its beginning.

    Returns:
        An EngineBusyError if trying again may help, else a plain EngineError.
    """
    code, told = _told(service, body)
    what = f"(HTTP {status}{told})"
    if code == _NO_CREDIT:
        return EngineError(f"the speech service gives no more credit {what}", "see your account there")
    match status:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            had = "holds no key that is valid" if service.key else "is not set; put your key"
            return EngineError(
                f"the speech service refuses us {what}", f"the variable {service.key_name} {had} there"
            )
        case HTTPStatus.TOO_MANY_REQUESTS | HTTPStatus.REQUEST_TIMEOUT:
            return EngineBusyError(f"the speech service is busy {what}", _LATER)
        case HTTPStatus.NOT_FOUND:
            return EngineError(
                f"{service.url} has no model {service.model!r}, or is no speech service {what}",
                "check url and model in [engine.openai]",
            )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return EngineBusyError(f"the speech service is out of order {what}", _LATER)
    return EngineError(f"the speech service refuses the request {what}", "check model, voices and format")


def _told(service: Service, body: bytes) -> tuple[str, str]:
    """The error's code, and its message as one short line after a colon, without the key."""
    try:
        error: Any = json.loads(body)["error"]
        code, message = str(error.get("code")), str(error["message"])
    except (ValueError, LookupError, TypeError, AttributeError):
        return "", ""
    if service.key:
        message = message.replace(service.key, "…")
    return code, f": {' '.join(message.split())[:_MOST_TOLD_CHARS]}"
