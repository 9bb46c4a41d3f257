#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The analyst's pages as a browser meets them: of the program itself or of a folder, over a socket."""
import gzip
import re

from program import main, run
from serving import Serving

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PAGE = '<!doctype html><meta property="csp-nonce" nonce="__SPOOR_NONCE__"><script src="/assets/a-1.js"></script>'


def nonce_of(reply):
    return re.search(r"'nonce-([0-9a-f]{32})'", reply.fields["content-security-policy"])[1]


class Folder(Serving):
    def setUp(self):
        super().setUp()
        (self.folder / "dist" / "assets").mkdir(parents=True)
        self.write("dist/index.html", PAGE)
        self.write("dist/assets/a-1.js", "let a = 1;\n")
        self.write("secret.js", "secret")
        self.server = self.serve("--pages", self.folder / "dist")

    def test_the_page_has_a_new_nonce_each_time(self):
        nonces = set()
        for path in ("/", "/", "/search?q=x", "/name/www.example.com", "/address/192.0.2.0%2F24"):
            reply = self.server.ask(path, fields={"Accept": BROWSER})
            self.assertEqual(reply.status, 200, path)
            self.assertEqual(reply.text, PAGE.replace("__SPOOR_NONCE__", nonce_of(reply)))
            self.assertNotIn("set-cookie", reply.fields)
            nonces.add(nonce_of(reply))
        self.assertEqual(len(nonces), 5)

    def test_programs_get_text_and_problems(self):
        self.assertIn("text/plain", self.server.ask("/").fields["content-type"])
        for path, accept, kind in (("/no/such/path", "*/*", "application/problem+json"),
                                   ("/no/such/path", BROWSER, "text/html; charset=utf-8"),
                                   ("/api/v1/nothing", BROWSER, "application/problem+json")):
            reply = self.server.ask(path, fields={"Accept": accept})
            self.assertEqual((reply.status, reply.fields["content-type"]), (404, kind), path)

    def test_a_file_that_is_known_is_not_sent_again(self):
        reply = self.server.ask("/assets/a-1.js")
        self.assertEqual((reply.status, reply.text), (200, "let a = 1;\n"))
        again = self.server.ask("/assets/a-1.js", fields={"If-None-Match": reply.fields["etag"]})
        self.assertEqual((again.status, again.body), (304, b""))
        self.write("dist/assets/a-1.js", "let a = 22;\n")
        again = self.server.ask("/assets/a-1.js", fields={"If-None-Match": reply.fields["etag"]})
        self.assertEqual((again.status, again.text), (200, "let a = 22;\n"))

    def test_no_path_leads_out_of_the_folder(self):
        for path in ("/assets/../secret.js", "/assets/..%2F..%2Fsecret.js", "/../secret.js", "/assets/%2e%2e/secret.js",
                     "/assets//../../secret.js", "/assets/..%5Csecret.js", "/secret.js", "/assets/%00"):
            reply = self.server.ask(path)
            self.assertEqual(reply.status, 404, path)
            self.assertNotIn(b"secret", reply.body)

    def test_without_keys_only_for_this_machine(self):
        for path in ("/", "/search", "/assets/a-1.js"):
            reply = self.server.ask(path, fields={"Accept": BROWSER, "Host": "evil.test"})
            self.assertEqual(reply.status, 403, path)


class OwnPages(Serving):
    def test_they_are_whole_or_a_plain_page_says_that_there_are_none(self):
        server = self.serve()
        front = server.ask("/", fields={"Accept": BROWSER})
        self.assertEqual(front.status, 200)
        self.assertIn("default-src 'none'", front.fields["content-security-policy"])
        assets = re.findall(r'(?:src|href)="(/assets/[^"]+)"', front.text)
        if not assets:
            self.assertIn("scripts/pages", front.text)
            self.assertEqual(server.ask("/search", fields={"Accept": BROWSER}).status, 404)
            return
        self.assertNotIn("__SPOOR_NONCE__", front.text)
        self.assertIn(f'nonce="{nonce_of(front)}"', front.text)
        for asset in assets:
            plain = server.ask(asset)
            self.assertEqual(plain.status, 200, asset)
            self.assertIn("immutable", plain.fields["cache-control"])
            packed = server.ask(asset, fields={"Accept-Encoding": "gzip"})
            if packed.fields.get("content-encoding") == "gzip":
                self.assertEqual(gzip.decompress(packed.body), plain.body, asset)
                self.assertNotEqual(packed.fields["etag"], plain.fields["etag"])
        for path in ("/search", "/help", "/name/example.com"):
            self.assertEqual(server.ask(path, fields={"Accept": BROWSER}).status, 200, path)

    def test_a_folder_without_a_page_is_refused(self):
        done = run("serve", "--store", self.store, "--listen", "127.0.0.1:0", "--pages", self.folder, check=False)
        self.assert_one_sentence(done, 1, "index.html", str(self.folder))


if __name__ == "__main__":
    main()
