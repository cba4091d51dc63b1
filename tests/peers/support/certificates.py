"""A certificate authority of our own, as a hosting company's would be: Lobby is given `ca.pem` and nothing else."""

import subprocess


def make(folder, host="127.0.0.1", names=()):
    """Writes ca.pem, cert.pem and key.pem into `folder`; the leaf is for `host`, localhost and `names`."""
    folder.mkdir(parents=True, exist_ok=True)
    leaf = folder / "leaf.ext"
    also = "".join(f",DNS:{it}" for it in names)
    leaf.write_text(
        "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n"
        f"subjectAltName=DNS:localhost,IP:{host}{also}\n"
    )
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    ca = ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"]
    _openssl(folder, "req", "-x509", *key, "-days", "3650", "-subj", "/CN=Test authority", *ca, "-keyout", "ca.key", "-out", "ca.pem")
    _openssl(folder, "req", *key, "-subj", "/CN=localhost", "-keyout", "key.pem", "-out", "leaf.csr")
    sign = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "825", "-extfile", "leaf.ext"]
    _openssl(folder, "x509", "-req", "-in", "leaf.csr", *sign, "-out", "cert.pem")
    return (folder / "ca.pem").read_text()


def self_signed(folder, names):
    """A certificate as programs make their own: signed by itself, marked as an authority."""
    folder.mkdir(parents=True, exist_ok=True)
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    also = ",".join(f"DNS:{it}" for it in names)
    more = ["-addext", f"subjectAltName={also}", "-days", "365", "-subj", f"/CN={names[0]}"]
    _openssl(folder, "req", "-x509", *key, *more, "-keyout", "key.pem", "-out", "cert.pem")
    return (folder / "cert.pem").read_text()


def _openssl(folder, *args):
    done = subprocess.run(["openssl", *args], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"openssl {args[0]}: {done.stderr}")
