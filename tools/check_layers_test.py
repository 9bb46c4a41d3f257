#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants one fault after the other into a small clean tree: check_layers.py must find each."""
import pathlib
import tempfile
import unittest

import check_layers

CLEAN = {
    "src/base/CMakeLists.txt": "spoor_room(base FLOOR 0\n  SOURCES a.cc\n  LIBS fmt::fmt)\n",
    "src/base/a.h": "#include <vector>\n",
    "src/base/internal/deep.h": "",
    "src/dns/CMakeLists.txt": "# spoor_room(dns FLOOR 1 DEPS store)\nspoor_room(dns FLOOR 1 SOURCES n.cc DEPS base)\n",
    "src/dns/n.cc": '#include "base/a.h"\n#include "dns/n.h"\n',
    "src/dns/n.h": "",
    "src/store/CMakeLists.txt": "spoor_room(store FLOOR 3 SOURCES s.cc DEPS dns base LIBS RocksDB::rocksdb)\n",
    "src/store/s.cc": '#include <rocksdb/db.h>\n#include "dns/n.h"\n',
    "src/sim/CMakeLists.txt": "spoor_room(sim FLOOR 3 SOURCES w.cc DEPS dns base)\n"
                              "spoor_test(sim SOURCES w_test.cc LIBS spoor::store)\n",
    "src/sim/w_test.cc": '#include <gtest/gtest.h>\n#include "store/s.h"\n',
}

PLANTED = {
    "upward": ("src/dns/n.cc", '#include "store/s.h"\n', "dns does not declare store"),
    "sideways": ("src/sim/w.cc", '#include "store/s.h"\n', "sim does not declare store"),
    "undeclared floor below": ("src/base/a.h", '#include "dns/n.h"\n', "base does not declare dns"),
    "in angle brackets": ("src/dns/n.cc", "#include <store/s.h>\n", "dns does not declare store"),
    "with blanks": ("src/dns/n.cc", ' # include "store/s.h"\n', "dns does not declare store"),
    "engine outside its room": ("src/dns/n.cc", "#include <rocksdb/db.h>\n", "is for store only"),
    "capture library": ("src/store/s.cc", "#include <pcap.h>\n", "is for capture only"),
    "command line library": ("src/store/s.cc", "#include <CLI/CLI.hpp>\n", "is for cli only"),
    "json library": ("src/store/s.cc", "#include <simdjson.h>\n", "is for api, enrich, feed, http, registration only"),
    "test library in the program": ("src/dns/n.cc", "#include <gtest/gtest.h>\n", "is for tests only"),
    "somebody's internals": ("src/dns/n.cc", '#include "base/internal/deep.h"\n', "is internal to base"),
    "a relative path": ("src/dns/n.cc", '#include "../base/a.h"\n', "name headers from src/"),
    "a test's undeclared room": ("src/dns/n_test.cc", '#include "store/s.h"\n', "dns does not declare store"),
    "a folder that is no room": ("src/attic/x.cc", "", "attic is no room"),
}


class CheckLayers(unittest.TestCase):
    def tree(self, more):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        root = pathlib.Path(folder.name)
        for name, text in {**CLEAN, **more}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        return root

    def test_a_clean_tree_passes(self):
        self.assertEqual(check_layers.check(self.tree({})), ([], 4))

    def test_each_planted_fault_is_found_alone(self):
        for what, (name, text, message) in PLANTED.items():
            with self.subTest(what):
                faults, _ = check_layers.check(self.tree({name: CLEAN.get(name, "") + text}))
                self.assertEqual(len(faults), 1, faults)
                self.assertIn(message, faults[0])


if __name__ == "__main__":
    unittest.main()
