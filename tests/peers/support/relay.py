"""A well-known port on an address of this machine that leads to one of our peers, and a page served over HTTPS there.

Ports below 1024 need root, or `net.ipv4.ip_unprivileged_port_start` set low enough."""

import http.server
import socket
import socketserver
import ssl
import threading


class Relay:
    """Takes connections on (address, port) and carries their bytes to another port of this machine."""

    def __init__(self, address, port, to):
        self.to = to
        self.listener = socket.create_server((address, port))
        self.calls = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self):
        self.listener.shutdown(socket.SHUT_RDWR)  # wakes whoever waits in accept
        self.listener.close()

    def _serve(self):
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            self.calls += 1
            if self.to is None:
                line.close()
                continue
            peer = socket.create_connection(("127.0.0.1", self.to))
            for a, b in ((line, peer), (peer, line)):
                threading.Thread(target=_carry, args=(a, b), daemon=True).start()


def _carry(a, b):
    try:
        while some := a.recv(65536):
            b.sendall(some)
    except OSError:
        pass
    finally:
        for it in (a, b):
            try:
                it.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Page:
    """Serves one text at one path over HTTPS on (address, 443)."""

    def __init__(self, address, tls, path, text):
        self.asked = []
        page = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                page.asked.append(self.path)
                found = self.path.split("?")[0] == path
                body = text.encode() if found else b""
                self.send_response(200 if found else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # a caller that does not believe the certificate hangs up

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls / "cert.pem", tls / "key.pem")
        self.server = Server((address, 443), Handler)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
