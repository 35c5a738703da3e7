#!/usr/bin/env python3
"""Runs a command beside a real rollbookd, and ends with the command's status.

    with_rollbookd.py [--bare] COMMAND [ARGUMENT...]

The service is on loopback, on ports of its own, over a temporary data
directory; both are gone afterwards. $ROLLBOOK_BIN says where the binaries are.
The command finds in its environment:

    ROLLBOOK_URL                            the REST gateway
    ROLLBOOK_SOCKET                         gRPC, with every role and reflection

and, without --bare, one partner of each contract:

    BOCA_RATON_API_KEY, BOCA_RATON_SECRET
    CAPA_API_KEY, SMARTPHONEKEY_API_KEY
    WEALTHYHOOD_TOKEN                       with the scope create:users
    WEALTHYHOOD_TOKEN_WITHOUT_SCOPE
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from token_issuer import TokenIssuer

_ISSUER = "https://login.example/"
_AUDIENCE = "https://api.example"
_CLIENT_ID = "wealthy-client"
_PATIENCE_S = 60


class Rollbookd:
    """The running service; `close` ends it by its process id."""

    def __init__(self, directory: pathlib.Path, flags):
        self._binaries = pathlib.Path(os.environ["ROLLBOOK_BIN"])
        self._data_dir = directory / "data"
        self._log = directory / "rollbookd.log"
        key = directory / "master.key"
        program = str(self._binaries / "rollbookd")
        subprocess.run([program, f"--make_master_key={key}"], check=True,
                       stdout=subprocess.DEVNULL)
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(
                [program, f"--data_dir={self._data_dir}",
                 f"--master_key_file={key}", "--grpc_listen=",
                 "--http_listen=127.0.0.1:0", "--admin_listen=",
                 "--memtable_mb=4", "--block_cache_mb=8",
                 "--min_free_disk_mb=1", "--reflection", *flags],
                stdout=log, stderr=subprocess.STDOUT,
                # A Ctrl-C is for the command; the service ends after it.
                start_new_session=True)
        try:
            self.http_port = self._await_start()["http_port"]
        except BaseException:
            self.close()
            raise

    def _await_start(self):
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            running = self._process.poll() is None
            for line in self._log.read_text().splitlines():
                if '"event":"started"' in line:
                    return json.loads(line)
            if not running:
                break
            time.sleep(0.02)
        raise RuntimeError(f"rollbookd did not start:\n{self.log()}")

    def log(self) -> str:
        return self._log.read_text()

    @property
    def socket(self) -> str:
        return str(self._data_dir / "rollbook.sock")

    def cli(self, *arguments: str):
        done = subprocess.run(
            [str(self._binaries / "rollbook"), "--server",
             f"unix:{self.socket}", "--output", "json", *arguments],
            check=True, stdout=subprocess.PIPE)
        return json.loads(done.stdout)

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _write_issuers(directory: pathlib.Path, issuer: TokenIssuer) -> str:
    (directory / "jwks.json").write_text(issuer.jwks())
    file = directory / "issuers.json"
    file.write_text(json.dumps([{
        "issuer": _ISSUER, "audience": _AUDIENCE, "algorithms": ["RS256"],
        "jwksFile": "jwks.json",
        "requiredScopes": {"wealthyhood": ["create:users"]}}]))
    return str(file)


def _partners(service: Rollbookd, issuer: TokenIssuer):
    def create(contract: str, *flags: str):
        return service.cli("partner", "create", "--id", contract,
                           "--contract", contract, *flags)

    boca_raton = create("boca-raton")
    create("wealthyhood", "--jwt_issuer", _ISSUER, "--jwt_client_id",
           _CLIENT_ID)
    return {
        "BOCA_RATON_API_KEY": boca_raton["apiKey"],
        "BOCA_RATON_SECRET": boca_raton["hmacSecret"],
        "CAPA_API_KEY": create("capa")["apiKey"],
        "SMARTPHONEKEY_API_KEY": create("smartphonekey")["apiKey"],
        "WEALTHYHOOD_TOKEN": issuer.token(_CLIENT_ID, scope="create:users"),
        "WEALTHYHOOD_TOKEN_WITHOUT_SCOPE": issuer.token(_CLIENT_ID),
    }


def main(arguments) -> int:
    bare = arguments[:1] == ["--bare"]
    if bare:
        arguments.pop(0)
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="rollbook-clients-") as name:
        directory = pathlib.Path(name)
        issuer = TokenIssuer(_ISSUER, _AUDIENCE)
        service = Rollbookd(directory, [
            f"--jwt_issuers_file={_write_issuers(directory, issuer)}"])
        try:
            partners = {} if bare else _partners(service, issuer)
            environment = {
                **os.environ, **partners,
                "ROLLBOOK_URL": f"http://127.0.0.1:{service.http_port}",
                "ROLLBOOK_SOCKET": service.socket}
            status = subprocess.run(arguments, env=environment).returncode
            if status != 0:
                print(service.log()[-4000:], file=sys.stderr)
            return status
        finally:
            service.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
