#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The workload of a seed is the same bytes for ever: figures of different days can be compared."""
import hashlib
import pathlib
import subprocess
import sys
import tempfile
import unittest

WORKLOAD = sys.argv.pop(1)

RUNS = [
    ("records --seed 5 --n 3000 --skip 1000 --shift 86400 --fmt cof,balboa --dir .", {
        "cof.ndjson": "f3e4254a69f7e269ce8786fe698c977d0498c6d10376f15b1abbb920b8a34bb5",
        "balboa.dump": "31d7860c70fdd3b11b200a814d8f972eb5f4e40b258e127d2cab0c0cac132bb4",
        "q_rrname.txt": "86ab235ef632791e02fb91d44950a6f5eefa2b5a569449096dd68593c33d6b4c",
        "q_domain.txt": "3782ef7ef2ec47318acbe2b4cec6f7c3ba6f39e3f6a7bd5578f219b8d96865cc",
        "q_ip.txt": "b7143a6c93a0f2495c4bcd76a2ad801d72ef26a8c75695297dca81a135338f08",
    }),
    ("records --seed 5 --rseed 6 --n 1000 --domains 1000 --dir .", {
        "cof.ndjson": "12b6733e6eebf51ed9a089c03027590a9b65c968d4b9935571bc57d2557052b0",
    }),
    ("pcap --seed 5 --universe 2000 --responses 1000 --out c.pcap", {
        "c.pcap": "512c84c0cedf2a0ccea6d0ca48fd071f41d0b3f71f41f6e2c5816f00e870de94",
    }),
]


class Workload(unittest.TestCase):
    def test_the_same_seed_means_the_same_bytes(self):
        for options, digests in RUNS:
            with self.subTest(options), tempfile.TemporaryDirectory() as folder:
                subprocess.run([WORKLOAD, *options.split()], cwd=folder, check=True, capture_output=True)
                for name, digest in digests.items():
                    content = pathlib.Path(folder, name).read_bytes()
                    self.assertEqual(hashlib.sha256(content).hexdigest(), digest, name)


if __name__ == "__main__":
    unittest.main()
