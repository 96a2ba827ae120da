"""A WebDAV server of a folder: `python -m tests.servers.webdav PORT FOLDER`."""

import sys

from cheroot import wsgi
from wsgidav.wsgidav_app import WsgiDAVApp


def main(port: int, folder: str) -> None:
    config = {
        "provider_mapping": {"/": folder},
        "simple_dc": {"user_mapping": {"*": {"me": {"password": "secret"}}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
        "logging": {"enable": False},
        "verbose": 0,
    }
    wsgi.Server(("127.0.0.1", port), WsgiDAVApp(config)).start()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
