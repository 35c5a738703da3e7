"""Fuzzes a running gateway with what its own documents say.

usage: fuzz.py BIN_DIR WORK_DIR EXAMPLES [CONTRACT...]

Starts rollbookd on ports of its own, registers a partner of each contract and
runs schemathesis against each document, which tries so many examples for each
operation and phase. Exits with 1 after a finding.
"""

import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

HERE = pathlib.Path(__file__).resolve().parent
CONTRACTS = ("boca-raton", "capa", "smartphonekey", "wealthyhood")
ISSUER = "https://login.example/"
AUDIENCE = "https://api.example"
CLIENT = "fuzzer"
PATIENCE_S = 60


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


class Issuer:
    """Mints tokens, and publishes its key in a file."""

    def __init__(self, folder):
        self.key = Ed25519PrivateKey.generate()
        jwk = {"kty": "OKP", "crv": "Ed25519", "kid": "1", "use": "sig",
               "x": base64url(self.key.public_key().public_bytes_raw())}
        keys = folder / "keys.jwks"
        keys.write_text(json.dumps({"keys": [jwk]}))
        self.file = folder / "issuers.json"
        self.file.write_text(json.dumps([{
            "issuer": ISSUER, "audience": AUDIENCE, "algorithms": ["EdDSA"],
            "jwksFile": str(keys),
            "requiredScopes": {"wealthyhood": ["create:users"]}}]))

    def mint(self, seconds):
        now = int(time.time())
        header = {"alg": "EdDSA", "typ": "JWT", "kid": "1"}
        claims = {"iss": ISSUER, "aud": AUDIENCE, "azp": CLIENT,
                  "sub": "fuzzer@clients", "iat": now, "exp": now + seconds,
                  "scope": "create:users"}
        text = ".".join(base64url(json.dumps(part).encode("utf-8"))
                        for part in (header, claims))
        return f"{text}.{base64url(self.key.sign(text.encode('ascii')))}"


class Service:
    """One rollbookd with its gateway, stopped at the end of a `with`."""

    def __init__(self, binaries, folder, issuer):
        self.binaries = binaries
        self.socket = folder / "data" / "rollbook.sock"
        self.log = folder / "rollbookd.log"
        key = folder / "master.key"
        rollbookd = binaries / "rollbookd"
        subprocess.run([rollbookd, f"--make_master_key={key}"], check=True,
                       stdout=subprocess.DEVNULL)
        self.process = subprocess.Popen(
            [rollbookd, f"--data_dir={folder / 'data'}",
             f"--master_key_file={key}", "--http_listen=127.0.0.1:0",
             "--failed_auth_rate=0", f"--jwt_issuers_file={issuer.file}",
             "--min_free_disk_mb=1"],
            stderr=open(self.log, "w", encoding="utf-8"))

    def __enter__(self):
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and self.process.poll() is None:
            for line in self.log.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                if entry.get("event") == "started":
                    self.port = entry["http_port"]
                    return self
            time.sleep(0.05)
        self.process.kill()
        raise SystemExit(self.log.read_text(encoding="utf-8"))

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def create_partner(self, contract):
        flags = []
        if contract == "wealthyhood":
            flags = ["--jwt_issuer", ISSUER, "--jwt_client_id", CLIENT]
        made = subprocess.run(
            [self.binaries / "rollbook", "partner", "create", "--id", contract,
             "--contract", contract, *flags, "--server",
             f"unix:{self.socket}", "--output", "json"],
            check=True, capture_output=True)
        return json.loads(made.stdout)


def fuzz(service, contract, token, examples, work):
    made = service.create_partner(contract)
    environment = {
        **os.environ, "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": str(HERE), "ROLLBOOK_CONTRACT": contract,
        "ROLLBOOK_API_KEY": made.get("apiKey", ""),
        "ROLLBOOK_HMAC_SECRET": made.get("hmacSecret", ""),
        "ROLLBOOK_TOKEN": token}
    schemathesis = pathlib.Path(sys.executable).parent / "schemathesis"
    return subprocess.run(
        [schemathesis, "--config-file", HERE / "schemathesis.toml", "run",
         "--max-examples", examples, "--request-timeout", "30",
         f"http://127.0.0.1:{service.port}/openapi/{contract}.json"],
        env=environment, cwd=work, check=False).returncode


def main(binaries, work, examples, *contracts):
    failed = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        issuer = Issuer(folder)
        with Service(pathlib.Path(binaries), folder, issuer) as service:
            for contract in contracts or CONTRACTS:
                token = issuer.mint(3600)
                if fuzz(service, contract, token, examples, work):
                    failed.append(contract)
            if service.process.poll() is not None:
                failed.append("rollbookd")
    if failed:
        raise SystemExit("findings: " + ", ".join(failed))


if __name__ == "__main__":
    main(*sys.argv[1:])
