# SPDX-License-Identifier: Apache-2.0
"""Clients whose host is fixed, led to our server by name and vouched for by a CA of the test's own; and MISP's modules,
which are such clients."""
import contextlib
import glob
import io
import os
import pathlib
import subprocess
import sys
import types
import unittest.mock
import zipfile

import urllib3.util.connection

WHEELS = glob.glob(str(pathlib.Path(sys.prefix) / "wheels" / "misp_modules-*.whl"))


def misp_source(name):
    assert WHEELS, "no wheel of misp-modules: scripts/setup test fetches it"
    with zipfile.ZipFile(WHEELS[0]) as wheel:
        return wheel.read(f"misp_modules/{name}.py")


def load(name, source):
    """A module's source as it is, under a name of its own in its package."""
    module = types.ModuleType(name)
    module.__package__ = name.rpartition(".")[0]
    sys.modules[name] = module
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(source, name, "exec"), module.__dict__)  # noqa: S102
    return module


def misp_module(name):
    """`expansion/passivetotal` and its like. Their package would want a hundred others; what of it these use is two
    helpers and a library beside it."""
    if "cof2misp" not in sys.modules:
        load("cof2misp", "")
        load("cof2misp.cof", misp_source("lib/cof2misp/cof"))
        load("misp_expansion", misp_source("modules/expansion/__init__"))
        sys.modules["misp_expansion"].__path__ = []
    return load(f"misp_expansion.{name.rpartition('/')[2]}", misp_source(f"modules/{name}"))


def make_certificate(folder, name, *words):
    """A key and a certificate for `name`."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", f"/CN={name}", "-keyout", folder / f"{name}.key", "-out",
                    folder / f"{name}.pem", *words], check=True, capture_output=True)
    return folder / f"{name}.pem", folder / f"{name}.key"


class Authority:
    """A CA, and a server's certificate and key that it signed for `host` and the loopback."""

    def __init__(self, folder, host):
        self.host = host
        self.certificate, key = make_certificate(folder, "authority", "-addext", "keyUsage=critical,keyCertSign")
        self.server_certificate, self.server_key = make_certificate(
            folder, "server", "-CA", self.certificate, "-CAkey", key, "-addext", "basicConstraints=critical,CA:FALSE",
            "-addext", f"subjectAltName=DNS:{host},IP:127.0.0.1")

    @contextlib.contextmanager
    def leading(self, port):
        """While in it, whoever connects to the host (and to nobody else) comes to `port` of the loopback."""
        connect = urllib3.util.connection.create_connection

        def lead(address, *words, **more):
            assert address == (self.host, 443), address
            return connect(("127.0.0.1", port), *words, **more)

        with (unittest.mock.patch.object(urllib3.util.connection, "create_connection", lead),
              unittest.mock.patch.dict(os.environ, {"REQUESTS_CA_BUNDLE": str(self.certificate)})):
            yield
