"""What edge-tts and aiohttp raise, as this project's errors. Imported when something went wrong."""

from http import HTTPStatus

import aiohttp
from edge_tts.exceptions import NoAudioReceived, SkewAdjustmentError

from .errors import EngineBusyError, EngineError, EngineUnreachable, IncompleteSpeechError

_OFFLINE = (
    "check the network and the proxy (WSS_PROXY, or proxy under [engine.edge] in show.toml),"
    " or speak without a network: --engine espeak"
)
_LATER = "try again in a few minutes, or use another engine: --engine espeak"
_FORBIDDEN = (
    "check that the computer's clock is right and that no proxy alters the request,"
    " and update the client: pip install -U edge-tts"
)
_CERTIFICATE = (
    "check the computer's clock, and whether a proxy or a virus scanner opens encrypted connections"
)
_UNSPOKEN = (
    "the voice may be gone (see `bobao voices`), the text unspeakable, or the service out of order;"
    " try again, or use another engine: --engine espeak"
)


def explained(error: Exception) -> EngineError:
    """Put a foreign error into this project's words.

    Returns:
        An EngineUnreachable if nobody was reached; an IncompleteSpeechError or an EngineBusyError
        if trying again may help; else a plain EngineError.
    """
    match error:
        case (
            aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError() | aiohttp.ClientHttpProxyError()
        ):
            return _explained_distance(error)
        case aiohttp.ClientResponseError():
            return _explained_refusal(error.status)
        case SkewAdjustmentError():
            return _explained_refusal(HTTPStatus.FORBIDDEN)
        case _:
            return _explained_answer(error)


def _explained_distance(error: aiohttp.ClientError) -> EngineUnreachable:
    match error:
        case aiohttp.ClientHttpProxyError() | aiohttp.ClientProxyConnectionError():
            return EngineUnreachable("the proxy does not let us through to the speech service", _OFFLINE)
        case aiohttp.ClientSSLError():
            return EngineUnreachable("the connection to the speech service is not secure", _CERTIFICATE)
        case aiohttp.ClientConnectorError():
            address = f"{error.host}:{error.port}"
            return EngineUnreachable(f"the speech service at {address} cannot be reached", _OFFLINE)
        case _:
            return EngineUnreachable("the speech service does not answer", _OFFLINE)


def _explained_refusal(status: int) -> EngineError:
    if status == HTTPStatus.FORBIDDEN:
        return EngineError("the speech service refuses this client (HTTP 403)", _FORBIDDEN)
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return EngineBusyError(f"the speech service is busy (HTTP {status})", _LATER)
    return EngineError(
        f"no speech service is there (HTTP {status})",
        "check BOBAO_EDGE_URL, [engine.edge] and the proxy",
    )


def _explained_answer(error: Exception) -> IncompleteSpeechError:
    match error:
        case NoAudioReceived():
            return IncompleteSpeechError("the speech service sent no sound", _UNSPOKEN)
        case TimeoutError():
            return IncompleteSpeechError("the speech service did not finish its answer in time", _LATER)
        case aiohttp.ClientError() | OSError():
            return IncompleteSpeechError("the connection to the speech service broke", _LATER)
        case _:
            return IncompleteSpeechError("the speech service's answer cannot be read", _LATER)
