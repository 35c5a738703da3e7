"""Retries and errors, against a server that answers as it is told."""

import http.server
import json
import threading
import unittest
import uuid

from rollbook_client import (
    BocaRaton,
    InvalidRequestError,
    NotFoundError,
    RateLimitedError,
    Retry,
    ServerError,
    TransportError,
    Wealthyhood,
)


class _Scripted(http.server.BaseHTTPRequestHandler):
    """Gives the server's next answer, and keeps what was asked."""

    def _answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.path, dict(self.headers), body))
        if not self.server.script:
            self.close_connection = True
            return
        status, headers, text = self.server.script.pop(0)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    do_GET = do_POST = do_PATCH = _answer

    def log_message(self, *_):
        pass


class _Case(unittest.TestCase):
    def setUp(self):
        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), _Scripted
        )
        self.server.seen, self.server.script = [], []
        thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}
        )
        thread.start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(thread.join)
        self.addCleanup(self.server.shutdown)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.slept = []
        stamps = iter(range(100))
        self.client = BocaRaton(
            self.url,
            api_key="k",
            secret="s",
            now=lambda: f"2026-03-13T12:00:{next(stamps):02}Z",
            retry=Retry(attempts=3, max_wait_s=10, sleep=self.slept.append),
        )

    def answers(self, *script):
        self.server.script = [
            (status, headers, json.dumps(body))
            for status, headers, body in script
        ]


class Retries(_Case):
    def test_waits_as_long_as_it_is_told_and_keeps_the_idempotency_key(self):
        self.answers(
            (429, {"Retry-After": "7"}, {}),
            (503, {"Retry-After": "2"}, {}),
            (201, {"ETag": '"1"'}, {"userId": "u"}),
        )
        answer = self.client.create_user({"externalId": "42"})
        self.assertEqual(answer.body, {"userId": "u"})
        self.assertEqual(answer.etag, '"1"')
        self.assertEqual(self.slept, [7, 2])
        headers = [seen[1] for seen in self.server.seen]
        keys = {header["Idempotency-Key"] for header in headers}
        self.assertEqual(keys, {answer.idempotency_key})
        uuid.UUID(answer.idempotency_key)
        for name in ("X-Request-Timestamp", "X-Request-Signature"):
            self.assertEqual(len({header[name] for header in headers}), 3)

    def test_keeps_the_callers_idempotency_key(self):
        self.answers((200, {}, {}))
        self.client.update_user("42", {}, idempotency_key="mine")
        self.assertEqual(self.server.seen[0][1]["Idempotency-Key"], "mine")

    def test_gives_up_after_the_last_attempt(self):
        refusal = (503, {"Retry-After": "1"}, {})
        self.answers(refusal, refusal, refusal, refusal)
        with self.assertRaises(ServerError):
            self.client.get_user("42")
        self.assertEqual(len(self.server.seen), 3)

    def test_leaves_a_long_wait_to_the_caller(self):
        self.answers((429, {"Retry-After": "11"}, {}))
        with self.assertRaises(RateLimitedError) as raised:
            self.client.get_user("42")
        self.assertEqual(raised.exception.retry_after_s, 11)
        self.assertEqual(self.slept, [])

    def test_does_not_repeat_other_errors(self):
        self.answers((500, {}, {}))
        with self.assertRaises(ServerError):
            self.client.get_user("42")
        self.assertEqual(len(self.server.seen), 1)

    def test_says_under_which_key_an_unanswered_change_was_sent(self):
        with self.assertRaises(TransportError) as raised:
            self.client.update_user("42", {"city": "Ottawa"})
        self.assertEqual(
            raised.exception.idempotency_key,
            self.server.seen[0][1]["Idempotency-Key"],
        )

    def test_asks_for_a_token_for_every_attempt(self):
        tokens = iter(("old", "new"))
        client = Wealthyhood(
            self.url,
            lambda: next(tokens),
            retry=Retry(sleep=self.slept.append),
        )
        self.answers((503, {}, {}), (201, {}, {}))
        client.create_user({})
        sent = [seen[1]["Authorization"] for seen in self.server.seen]
        self.assertEqual(sent, ["Bearer old", "Bearer new"])
        self.assertEqual(self.slept, [1])


class Requests(_Case):
    def test_encode_an_external_id_as_one_segment(self):
        self.answers((200, {}, {}))
        self.client.get_user("partner user/42+é")
        self.assertEqual(
            self.server.seen[0][0], "/v1/users/partner%20user%2F42%2B%C3%A9"
        )

    def test_are_without_content_type_when_there_is_no_body(self):
        self.answers((200, {}, {}))
        self.client.get_user("42")
        self.assertNotIn("Content-Type", self.server.seen[0][1])

    def test_need_an_http_url(self):
        for url in ("users.example", "ftp://users.example", "http://h/?q"):
            with self.assertRaises(ValueError):
                BocaRaton(url, api_key="k", secret="s")


class Errors(_Case):
    def test_name_the_fields_of_every_contracts_shape(self):
        entries = [{"field": "email", "message": "Is required"}]
        for body in (
            {"error": "bad_request", "message": "M", "fieldErrors": entries},
            {"code": "BAD_REQUEST", "message": "M", "errors": entries},
            {
                "error": "Bad Request",
                "message": "M",
                "code": 400,
                "details": entries,
            },
        ):
            self.answers((400, {"X-Request-Id": "req-1"}, body))
            with self.assertRaises(InvalidRequestError) as raised:
                self.client.get_user("42")
            error = raised.exception
            self.assertEqual(error.code, body.get("error") or body["code"])
            self.assertEqual(error.message, "M")
            self.assertEqual(error.request_id, "req-1")
            self.assertEqual(error.field_errors[0].field, "email")
            self.assertIn("email: Is required", str(error))

    def test_survive_answers_that_are_not_of_the_gateway(self):
        self.server.script = [(404, {}, "<html>")]
        with self.assertRaises(NotFoundError) as raised:
            self.client.get_user("42")
        self.assertEqual(raised.exception.code, "unknown")


if __name__ == "__main__":
    unittest.main()
